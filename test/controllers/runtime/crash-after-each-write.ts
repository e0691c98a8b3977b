import { expect } from '@jest/globals';
import type { AtWork } from './controller-at-work.ts';
import type { FakeCluster } from './fake-cluster.ts';

export interface CrashScenario {
  /** A new cluster as it is before the controller begins. */
  readonly cluster: () => FakeCluster;
  /** Starts the controller on it, as a new process. */
  readonly start: (cluster: FakeCluster) => AtWork;
  /** What happens while it runs. @default nothing */
  readonly act?: (cluster: FakeCluster) => void;
  /** Long enough for all to come to rest. */
  readonly restMs: number;
  /** The state of the world that has to come out, without what differs from run to run. */
  readonly state: (cluster: FakeCluster) => unknown;
}

/**
 * Runs the scenario without a fault, then once for each of its writes with a process that is killed right after that
 * write, and another one that goes on. Each has to end as the first did, with the same changes, and then be silent.
 * Answers how many writes there were.
 */
export async function crashAfterEachWrite({ cluster: build, start, act = () => {}, restMs, state }: CrashScenario): Promise<number> {
  const reference = build();
  const whole = start(reference);
  await whole.clock.advance(100);
  act(reference);
  await whole.clock.advance(restMs);
  whole.stop();
  const expected = { state: state(reference), changes: [...reference.changes].sort() };
  for (let crashAt = 1; crashAt <= reference.changes.length; crashAt++) {
    const cluster = build();
    const processes: AtWork[] = [];
    cluster.fault = (_, commit) => {
      const answer = commit();
      if (cluster.changes.length === crashAt) processes[0]?.die();
      return answer;
    };
    const first = start(cluster);
    processes.push(first);
    await first.clock.advance(100);
    act(cluster);
    await first.clock.advance(restMs);
    const second = start(cluster);
    await second.clock.advance(restMs);
    expect({ state: state(cluster), changes: [...cluster.changes].sort() }).toEqual(expected);
    const { length } = cluster.attempts;
    await second.clock.advance(restMs);
    expect(cluster.attempts.slice(length)).toEqual([]);
    second.stop();
  }
  return reference.changes.length;
}
