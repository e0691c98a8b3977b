import type { AnyController, ControllerSurroundings } from '../controllers/runtime/definition.ts';
import { createLeaseStore } from '../controllers/runtime/election/lease-store.ts';
import { LEASE_TIMES } from '../controllers/runtime/election/lease.ts';
import { parseFlags, UsageError, type FlagTable, type Settings } from '../controllers/runtime/flags/flags.ts';
import { ownFlags } from '../controllers/runtime/flags/program-flags.ts';
import { runSettings } from '../controllers/runtime/flags/run-settings.ts';
import { runtimeFlags } from '../controllers/runtime/flags/runtime-flags.ts';
import { programProblem } from '../controllers/runtime/program-problem.ts';
import type { CertificateLives } from '../controllers/runtime/webhooks/authorities.ts';
import { withWebhooks } from '../controllers/runtime/webhooks/webhook-controller.ts';
import { createRunning, type RunningController, type Horizon } from '../controllers/runtime/run.ts';
import type { ConfiguredController } from '../controllers/runtime/run-options.ts';
import { createLog } from '../controllers/runtime/tell/log.ts';
import { createMetrics } from '../controllers/runtime/tell/metrics.ts';
import { leaseRights } from '../controllers/runtime/rights/lease-rights.ts';
import type { Trace } from '../controllers/runtime/why/trace.ts';
import { createWhy } from '../controllers/runtime/why/why.ts';
import { connectTo } from '../kube/connect.ts';
import { accountFor } from './accountable-client.ts';
import { frozen } from './frozen.ts';
import { clockOf, type LabClock } from './lab-clock.ts';
import type { LabAccount } from './lab-accounts.ts';
import { observeClient } from './observed-client.ts';
import { createRetryClock } from './retry-clock.ts';

export interface LabProcessOptions {
  /** As on its command line. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Names the Lease and the owner of fields. @default the name of the first controller */
  readonly program?: string;
  /** `all`: an administrator's, for what stands for a part of the cluster. @default 'needed': what the controllers declare, and no more */
  readonly rights?: 'needed' | 'all';
  /** Stands for election, as replicas do. @default false: it leads at once */
  readonly elects?: boolean;
  /** Where its spans go. */
  readonly trace?: Trace;
}

/** A process that runs controllers in a lab. */
export interface LabProcess {
  /** What it wrote, in its order: `apply services shop/hello`. Events, Leases and dry runs are not among it. */
  writes(): readonly string[];
  /** The lines of its log. */
  readonly logs: readonly Readonly<Record<string, unknown>>[];
  /** Its last looks at a key, as text: when, why, what came of it, what was written. Without a key: all keys that it remembers. */
  why(key?: string): string | undefined;
  /** The page that Prometheus reads. */
  metrics(): Promise<string>;
  /** What speaks against its being ready. */
  problems(): readonly string[];
  /** Ends it as SIGKILL would: what it asked and had not arrived is not done, and its Lease stays. */
  die(): Promise<void>;
  /** Ends it as SIGTERM would. Time passes meanwhile, as far as it has to. */
  stop(): Promise<void>;
}

/** What the lab itself sees of a process. */
export interface LabProcessAtWork extends LabProcess {
  /** Requests that are under way, in words. */
  underWay(): readonly string[];
  /** Why it is not at rest, a reason each. */
  restless(version: string): readonly string[];
  /** Until the next call, what it is not shown is not waited for; undefined: all is shown again. */
  see(horizon: Horizon | undefined): void;
  /** Looks at everything again, as a resync does. */
  lookAgain(): void;
  /** When the first of its requests is sent again that the server told to wait, where all that is under way are such. */
  waitsUntil(): number | undefined;
  /** Ends it for good: the lab is over, and nothing of it stays in memory. */
  leave(): Promise<void>;
  nextAt(): number | undefined;
  /** Undefined while it goes well. */
  failure(): unknown;
  /** How often each key was reconciled since the last call. */
  turns(): ReadonlyMap<string, number>;
}

export interface ProcessAtWorkOptions extends LabProcessOptions {
  /** From 0 to 1: by it waits are spread. @default always 0.5 */
  readonly random?: () => number;
  /** Rights that its account is not granted, in words: `patch pods`. */
  readonly withheld?: readonly string[];
  /** How long the certificates of its webhooks hold. */
  readonly webhookLives?: CertificateLives;
}

export interface LabContext {
  readonly account: LabAccount;
  readonly clock: LabClock;
  readonly wall: () => number;
  /** Lets what is under way go on, and time pass if it has to, until that is so. */
  readonly until: (done: () => boolean) => Promise<void>;
  /** The webhooks of a program are served at a port of this machine, until the signal aborts. */
  readonly onWebhooks: (program: string, port: number, over: AbortSignal) => void;
}

export async function startLabProcess(
  declared: readonly AnyController[],
  number: number,
  { account, clock: labClock, wall, until, onWebhooks }: LabContext,
  { args = [], env = {}, program = declared[0]?.name ?? '', elects = false, random = () => 0.5, webhookLives, trace }: ProcessAtWorkOptions,
): Promise<LabProcessAtWork> {
  const over = new AbortController();
  const onServed = (port: number): void => onWebhooks(program, port, over.signal);
  const controllers = withWebhooks(declared, program, { onServed, keepsAlive: false, death: over.signal, lives: webhookLives });
  const settings = settingsOf(controllers, program, controllers.length > declared.length ? [HERE, ...args] : args, env);
  let dead = false;
  let horizon: Horizon | undefined;
  const clock = clockOf(labClock, () => dead);
  const retries = createRetryClock(clock);
  const connection = connectTo(account.context, { env: {}, program, clock: retries, background: true });
  const observed = observeClient(accountFor(connection.client, account));
  const { log, logs } = keepLog(wall, () => dead);
  const metrics = createMetrics({ lease: program, ofProcess: false });
  const turns = createTurnCounts();
  const lease = { namespace: 'default', name: program };
  const running: RunningController = createRunning({
    members: await configure(controllers, settings, { env, log, namespace: lease.namespace, writeOut: async () => {} }),
    program,
    client: observed.client,
    identity: `${program}-${number}`,
    leases: elects ? createLeaseStore(observed.client, lease, wall) : undefined,
    leadAlone: false,
    times: LEASE_TIMES,
    ...runSettings(settings),
    metrics,
    log,
    clock,
    wall,
    random,
    keep: frozen,
    why: (of) => createWhy({ ...of, clock, wall, log, trace }),
    onTurn: (key) => turns.add(key),
  });
  await account.grant([...running.rights, ...leaseRights(lease, elects ? 'true' : 'false')]);
  const life = begin(running);
  const die = async (): Promise<void> => {
    dead = true;
    over.abort(new Error('the process has ended'));
    observed.die();
    await connection.close();
  };
  return {
    logs,
    writes: () => observed.writes.filter((line) => !line.includes(' leases.coordination.k8s.io ')),
    why: (key) => running.why(key),
    metrics: () => metrics.text(),
    problems: () => running.ready(),
    die,
    async leave() {
      await die();
      life.stop('the lab is over');
    },
    async stop() {
      life.stop('told to stop');
      await until(life.isOver);
      over.abort(new Error('the process has ended'));
      await connection.close();
      if (life.failure() !== undefined) throw life.failure() as Error;
    },
    underWay: () => (dead ? [] : observed.underWay()),
    restless: (version) =>
      dead || life.isOver()
        ? []
        : [...observed.underWay().map((what) => `${what} is under way`), ...running.restless(horizon ?? { version, ownWrites: true })],
    see: (seen) => void (horizon = seen),
    lookAgain: () => running.lookAgain(),
    waitsUntil: () => (dead ? undefined : retries.waitUntil(observed.underWay().length)),
    nextAt: () => (dead || life.isOver() ? undefined : running.nextAt()),
    failure: () => life.failure() ?? lackOf(account),
    turns: () => turns.take(),
  };
}

/** Has it run until it is told to stop. */
function begin(running: RunningController) {
  const stopping = new AbortController();
  let isOver = false;
  let failure: unknown;
  void running
    .run(stopping.signal)
    .catch((error: unknown) => void (failure = error))
    .finally(() => void (isOver = true));
  return { stop: (why: string) => stopping.abort(new Error(why)), isOver: () => isOver, failure: () => failure };
}

/** What it may not do is a mistake in what it declares, however well it copes with that. */
function lackOf(account: LabAccount): Error | undefined {
  const missing = account.missing();
  return missing.length === 0 ? undefined : new Error(missing.join('\n'));
}

function keepLog(wall: () => number, isDead: () => boolean) {
  const logs: Readonly<Record<string, unknown>>[] = [];
  const out = { write: (line: string) => void (isDead() || logs.push(JSON.parse(line) as Record<string, unknown>)) };
  return { logs, log: createLog({ level: 'debug', format: 'json', out, wall }) };
}

const HERE = '--webhook-addr=127.0.0.1:0';

function settingsOf(
  controllers: readonly AnyController[],
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Settings<typeof runtimeFlags & FlagTable> {
  const problem = programProblem(controllers, program);
  if (problem !== undefined) throw new UsageError(problem);
  return parseFlags({ ...runtimeFlags, ...ownFlags(controllers) }, { args, env });
}

async function configure(
  controllers: readonly AnyController[],
  settings: Settings<FlagTable>,
  surroundings: ControllerSurroundings,
): Promise<readonly ConfiguredController[]> {
  const configured: ConfiguredController[] = [];
  for (const controller of controllers)
    configured.push({
      controller,
      settings,
      prepared: await controller.prepare?.(settings, surroundings),
      namespace: surroundings.namespace,
    });
  return configured;
}

function createTurnCounts() {
  let counts = new Map<string, number>();
  return {
    add: (key: string) => void counts.set(key, (counts.get(key) ?? 0) + 1),
    /** Those since the last time. */
    take(): ReadonlyMap<string, number> {
      const taken = counts;
      counts = new Map();
      return taken;
    },
  };
}
