import type { Controller } from '../../../controllers/runtime/definition.ts';
import type { LeaseStore } from '../../../controllers/runtime/election/candidate.ts';
import { parseFlags } from '../../../controllers/runtime/flags/flags.ts';
import { LEASE_TIMES } from '../../../controllers/runtime/election/lease.ts';
import { createLog } from '../../../controllers/runtime/tell/log.ts';
import { createMetrics } from '../../../controllers/runtime/tell/metrics.ts';
import { createRunning, type RunningController } from '../../../controllers/runtime/run.ts';
import type { RunOptions } from '../../../controllers/runtime/run-options.ts';
import type { Client } from '../../../kube/client/client.ts';
import type { FakeCluster } from './fake-cluster.ts';
import { createVirtualClock, type VirtualClock } from '../../ground/time/virtual-clock.ts';

/** A controller on a fake cluster, in virtual time. */
export interface AtWork extends RunningController {
  readonly clock: VirtualClock;
  /** What it logged: `pod stamped`, and the fields. */
  readonly logs: readonly Readonly<Record<string, unknown>>[];
  messages(): string[];
  /** The value of a metric, its labels aside; undefined where there is none. */
  metric(name: string, label?: string): Promise<number | undefined>;
  /** Asks it to stop; `ended` resolves when it has. */
  stop(): void;
  /** The process is killed: nothing that it asks of the cluster is done any more. */
  die(): void;
  readonly ended: Promise<void>;
  readonly hasEnded: () => boolean;
}

export interface AtWorkOptions {
  readonly args?: readonly string[];
  readonly leases?: LeaseStore | ((client: Client) => LeaseStore);
  readonly leadAlone?: boolean;
  readonly identity?: string;
  readonly clock?: VirtualClock;
  readonly tweak?: Partial<RunOptions>;
}

/** One controller, or several in one process. */
export function atWork(
  cluster: Pick<FakeCluster, 'connect'>,
  controllers: Controller | readonly [Controller, ...Controller[]],
  options: AtWorkOptions = {},
): AtWork {
  const [first, ...others] = Array.isArray(controllers)
    ? (controllers as readonly [Controller, ...Controller[]])
    : [controllers as Controller];
  const program = `civ8s-${first.name}`;
  const { args = [], leases, leadAlone = false, identity = 'me', clock = createVirtualClock(), tweak } = options;
  const { client, die } = cluster.connect();
  const logs: Record<string, unknown>[] = [];
  const log = createLog({
    level: 'debug',
    format: 'json',
    out: { write: (line) => logs.push(JSON.parse(line) as Record<string, unknown>) },
    wall: () => 0,
  });
  const metrics = createMetrics({ lease: program });
  const running = createRunning({
    members: [first, ...others].map((controller) => ({ controller, settings: parseFlags(controller.flags, { args, env: {} }) })),
    program,
    client,
    leases: typeof leases === 'function' ? leases(client) : leases,
    leadAlone,
    identity,
    times: LEASE_TIMES,
    workers: 4,
    deadlineMs: 60_000,
    resyncMs: 0,
    drainMs: 20_000,
    staleMs: 15_000,
    metrics,
    log,
    clock,
    wall: () => Date.UTC(2026, 10, 21, 10, 7, 29) + clock.now(),
    random: () => 0,
    ...tweak,
  });
  const stop = new AbortController();
  let over = false;
  const ended = running.run(stop.signal).finally(() => (over = true));
  return {
    ...running,
    clock,
    logs,
    messages: () => logs.map(({ message }) => String(message)),
    async metric(name, label = '') {
      const line = (await metrics.text())
        .split('\n')
        .find((text) => text.startsWith(name) && text.slice(name.length, name.length + 1).match(/[ {]/) && text.includes(label));
      return line === undefined ? undefined : Number(line.split(' ').pop());
    },
    stop: () => stop.abort('SIGTERM'),
    die,
    ended,
    hasEnded: () => over,
  };
}
