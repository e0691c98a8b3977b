import type { Command } from './invocation.ts';

export interface CommandEntry {
  readonly summary: string;
  /** For programs, not for people: help does not list it. */
  readonly hidden?: boolean;
  load(): Promise<Command>;
}

/** The commands of `civ`. Each is loaded when it runs, so that none pays for another's imports. */
export const commands: Readonly<Record<string, CommandEntry>> = {
  controller: { summary: 'run one of the controllers', load: async () => (await import('../controllers/controller.ts')).controller },
  render: { summary: 'write the manifests of a realm', load: async () => (await import('./render.ts')).render },
  serve: { summary: 'be the worker of a shop', hidden: true, load: async () => (await import('../worker/serve.ts')).serve },
  up: { summary: 'run a realm on this machine', load: async () => (await import('./up.ts')).up },
  version: { summary: 'print the version', load: async () => (await import('./version.ts')).version },
};
