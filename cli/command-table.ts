import type { Commands } from './command-entry.ts';

/** The commands of `civ`. Each is loaded when it runs, so that none pays for another's imports. */
export const commands: Commands = {
  'api-server': {
    summary: 'run a Kubernetes API server, for kubectl and for tests',
    load: async () => (await import('./commands/api-server.ts')).apiServer,
  },
  apply: { summary: 'apply a realm to a cluster', load: async () => (await import('./commands/apply.ts')).apply },
  audit: { summary: 'check that the books of all shops agree', load: async () => (await import('./commands/audit.ts')).audit },
  complete: {
    summary: 'print what a shell may complete next',
    hidden: true,
    load: async () => (await import('./commands/complete.ts')).completeFrom(commands),
  },
  completion: {
    summary: 'print the completion script of a shell',
    load: async () => (await import('./commands/completion.ts')).completion,
  },
  controller: { summary: 'run one of the controllers', load: async () => (await import('../controllers/controller.ts')).controller },
  dashboard: { summary: 'show a realm in the browser', load: async () => (await import('./commands/dashboard.ts')).dashboard },
  diff: { summary: 'show what apply would change', load: async () => (await import('./commands/diff.ts')).diff },
  help: { summary: 'list the commands, or explain one', load: async () => (await import('./commands/help.ts')).helpOn(commands) },
  kingdoms: { summary: 'list the kingdoms of a cluster', load: async () => (await import('./commands/kingdoms.ts')).kingdoms },
  logs: { summary: 'print the log of a shop', load: async () => (await import('./commands/logs.ts')).logs },
  plan: { summary: 'show what a realm makes, and which shops will starve', load: async () => (await import('./commands/plan.ts')).plan },
  prepare: {
    summary: 'load what pods run, so that they start sooner',
    hidden: true,
    load: async () => (await import('./prepare.ts')).prepare,
  },
  render: { summary: 'write the manifests of a realm', load: async () => (await import('./commands/render.ts')).render },
  serve: { summary: 'run the worker of a shop', hidden: true, load: async () => (await import('../worker/serve.ts')).serve },
  shops: { summary: 'list the shops of a town', load: async () => (await import('./commands/shops.ts')).shops },
  tour: {
    summary: 'learn Kubernetes by a realm, step by step',
    load: async () => (await import('./commands/tour.ts')).tour,
  },
  towns: { summary: 'list the towns of a kingdom', load: async () => (await import('./commands/towns.ts')).towns },
  up: { summary: 'run a realm on this machine', load: async () => (await import('./commands/up.ts')).up },
  version: { summary: 'print the version', load: async () => (await import('./commands/version.ts')).version },
  watch: { summary: 'watch the stock of a kingdom', load: async () => (await import('./commands/watch.ts')).watch },
};
