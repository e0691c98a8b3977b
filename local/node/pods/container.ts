import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../ground/time/clock.ts';
import type { RemoteProcess } from '../../api-server/contracts/node-hooks.ts';
import type { ContainerState, ContainerView, Ended } from './container-state.ts';
import type { PodEvent } from './pod-event.ts';
import type { LogWriter } from './log-file.ts';
import type { Launcher, ProcessEnd, RunningProcess } from './process.ts';
import { createVisitors, type CommandPlace } from './visitors.ts';
import { watchOver, type Probed, type ProbeVerdicts } from './watch-over.ts';
import { createRestartDelays } from './restart-back-off.ts';

export interface ContainerOptions extends Probed {
  readonly wall: () => number;
  readonly launch: Launcher;
  readonly openLog: (run: number) => LogWriter;
  /** Something about it changed: look at the pod again. */
  readonly onChange: () => void;
}

interface StartOrder extends CommandPlace {
  readonly program: string;
  readonly args: readonly string[];
}

export interface Container {
  readonly view: ContainerView;
  /** After this much time it may be started again; 0: now. */
  waitMs(): number;
  start(order: StartOrder): void;
  /** It cannot be started now, and this is why. */
  hold(reason: string, message: string): void;
  /** Asks it to end, and ends it when the grace is over. Resolves when it has ended. */
  stop(graceMs: number): Promise<void>;
  /** Undefined where it does not run. What is started here ends with it. */
  exec(command: readonly string[], terminal: boolean): RemoteProcess | undefined;
  /** Of its own process; undefined where it does not run. */
  readonly pid: number | undefined;
  /** Its own process; undefined where it does not run. */
  attach(): RemoteProcess | undefined;
}

/** Why it waits after it has ended: no news, and so no Event. */
export const BACK_OFF = 'CrashLoopBackOff';

/** One container of a pod, over all its runs. */
export function createContainer(options: ContainerOptions): Container {
  const { spec, clock, wall, onChange } = options;
  let state: ContainerState = { is: 'waiting', reason: 'ContainerCreating' };
  let last: Ended | undefined;
  let restarts = 0;
  let probes: ProbeVerdicts = { started: false, ready: false };
  let process: RunningProcess | undefined;
  let order: StartOrder | undefined;
  const visitors = createVisitors();
  const delayAfter = createRestartDelays();
  let mayStartAt = 0;
  let run = new AbortController();

  const become = (next: ContainerState) => {
    state = next;
    onChange();
  };
  const onEnd = (end: Ended) => {
    run.abort();
    process = undefined;
    visitors.leave();
    mayStartAt = end.finishedAt + delayAfter(end.finishedAt - end.startedAt);
    probes = { started: false, ready: false };
    become(end);
  };
  const stop = async (graceMs: number): Promise<void> => {
    if (process !== undefined) await endWithin(process, graceMs, clock);
  };
  return {
    get view() {
      return { name: spec.name, image: spec.image ?? '', state, restarts, ...probes, ...(last === undefined ? {} : { last }) };
    },
    waitMs: () => Math.max(0, mayStartAt - wall()),
    start(ordered) {
      if (process !== undefined) return;
      order = ordered;
      if (state.is === 'ended') last = state;
      if (last !== undefined) restarts += 1;
      const id = randomBytes(16).toString('hex');
      const startedAt = wall();
      const log = options.openLog(restarts);
      const started = options.launch({
        ...ordered,
        onOutput(stream, chunk) {
          log.write(stream, chunk);
          visitors.hear(stream, chunk);
        },
      });
      process = started;
      run = new AbortController();
      probes = { started: spec.startupProbe === undefined, ready: spec.readinessProbe === undefined && spec.startupProbe === undefined };
      void started.ended.then((end) => {
        log.close();
        onEnd(endOf(end, { id, startedAt, finishedAt: wall(), tail: lastWords(spec, log) }));
      });
      for (const event of beginning(spec.image ?? '')) options.onEvent(event);
      become({ is: 'running', id, startedAt });
      watchOver(
        options,
        run.signal,
        (verdicts) => {
          probes = { ...probes, ...verdicts };
          onChange();
        },
        () => void stop(30_000),
      );
    },
    hold(reason, message) {
      if (state.is === 'waiting' && state.reason === reason && state.message === message) return;
      if (state.is === 'ended') last = state;
      if (reason !== BACK_OFF) options.onEvent({ type: 'Warning', reason: 'Failed', message: `Error: ${message}` });
      become({ is: 'waiting', reason, message });
    },
    stop,
    exec: (command, terminal) => (process && order ? visitors.exec(order, command, terminal) : undefined),
    get pid() {
      return process?.pid;
    },
    attach: () => (process ? visitors.attach(process.ended) : undefined),
  };
}

/** What a kubelet says when a container begins. */
const beginning = (image: string): readonly PodEvent[] =>
  [
    ['Pulled', `Container image "${image}" already present on machine`],
    ['Created', 'Container created'],
    ['Started', 'Container started'],
  ].map(([reason = '', message = '']) => ({ type: 'Normal', reason, message }));

/** Kept where the container's specification asks for them. */
const lastWords = ({ terminationMessagePolicy }: ContainerOptions['spec'], { tail }: LogWriter): string =>
  terminationMessagePolicy === 'FallbackToLogsOnError' ? tail : '';

function endOf(
  { exitCode, signal }: ProcessEnd,
  { tail, ...run }: Pick<Ended, 'id' | 'startedAt' | 'finishedAt'> & { readonly tail: string },
): Ended {
  return {
    is: 'ended',
    ...run,
    exitCode,
    ...(signal === undefined ? {} : { signal }),
    reason: exitCode === 0 ? 'Completed' : 'Error',
    ...(exitCode === 0 || tail === '' ? {} : { message: tail }),
  };
}

async function endWithin(running: RunningProcess, graceMs: number, clock: Clock): Promise<void> {
  if (graceMs > 0) running.signal('SIGTERM');
  const finished = new AbortController();
  const gone = running.ended.then(() => finished.abort());
  await Promise.race([gone, clock.pause(graceMs, finished.signal)]);
  if (!finished.signal.aborted) running.signal('SIGKILL');
  await gone;
}
