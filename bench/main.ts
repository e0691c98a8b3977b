import { hotFunctionsIn } from './profile/hot-functions.ts';
import { startProfiling } from './profile/profiling.ts';

/**
 * The figures of the project, by name: `npm run bench -- synth`. Without a name, all of them. With `--profile`, each Node process that is
 * started writes a CPU profile, and where the time went is told at the end; figures are then a little worse than they are.
 */
const figures: Readonly<Record<string, () => Promise<(print: (line: string) => void) => Promise<void>>>> = {
  civ: async () => (await import('./civ.ts')).civ,
  cluster: async () => (await import('./cluster.ts')).cluster,
  dashboard: async () => (await import('./dashboard.ts')).dashboard,
  'dashboard-kingdoms': async () => (await import('./dashboard-kingdoms.ts')).dashboardKingdoms,
  'dashboard-long': async () => (await import('./dashboard-long.ts')).dashboardLong,
  demand: async () => (await import('./demand.ts')).demand,
  embedded: async () => (await import('./embedded.ts')).embeddedServer,
  'every-fault': async () => (await import('./every-fault.ts')).everyFaultOfWebsite,
  'false-alarms': async () => (await import('./every-fault.ts')).falseAlarms,
  lab: async () => (await import('./lab.ts')).labFigures,
  flakes: async () => (await import('./flakes.ts')).flakes,
  'config-reload': async () => (await import('./config-reload.ts')).configReload,
  flood: async () => (await import('./flood.ts')).flood,
  'idle-memory': async () => (await import('./idle-memory.ts')).idleMemory,
  'first-start': async () => (await import('./trials.ts')).firstStarts,
  migration: async () => (await import('./trials.ts')).migrations,
  'any-order': async () => (await import('./trials.ts')).anyOrders,
  'pod-timestamp': async () => (await import('./pod-timestamp.ts')).podTimestamp,
  'resource-events': async () => (await import('./resource-events.ts')).resourceEvents,
  'resource-events-outage': async () => (await import('./resource-events/outage.ts')).outage,
  reflector: async () => (await import('./reflector.ts')).reflector,
  scale: async () => (await import('./scale.ts')).scale,
  synth: async () => (await import('./synth.ts')).synth,
  up: async () => (await import('./up.ts')).up,
  webhooks: async () => (await import('./webhooks.ts')).webhooks,
  why: async () => (await import('./why.ts')).why,
  worker: async () => (await import('./worker.ts')).worker,
};

const PROFILE = '--profile';
const words = process.argv.slice(2);
const names = words.filter((word) => word !== PROFILE);
const unknown = names.filter((name) => !Object.hasOwn(figures, name));
if (unknown.length > 0) {
  process.stderr.write(`no figure is called ${unknown.join(', ')}: they are ${Object.keys(figures).join(', ')}\n`);
  process.exitCode = 1;
} else {
  const profiles = words.includes(PROFILE) ? startProfiling() : undefined;
  for (const name of names.length > 0 ? names : Object.keys(figures)) {
    process.stdout.write(`${name}\n`);
    await (
      await figures[name]?.()
    )?.((line) => process.stdout.write(`  ${line}\n`));
  }
  if (profiles !== undefined) {
    process.stdout.write(`CPU profiles, which Chromium's and VS Code's tools open: ${profiles}\n`);
    for (const line of hotFunctionsIn(profiles)) process.stdout.write(`  ${line}\n`);
  }
}
