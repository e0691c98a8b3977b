import type { Clock } from '../../ground/time/clock.ts';

/** How workers are asked: all of them once a round, evenly spread over it. */
export interface WorkerRound<T> {
  readonly clock: Clock;
  /** Who is to be asked, at the beginning of a round. */
  readonly workers: () => readonly T[];
  readonly mostPerSecond: number;
  /** Never rejects. */
  readonly ask: (worker: T) => Promise<void>;
}

const ROUND_MS = 5_000;
/** Those that are due within this time are asked together: to wake up for each costs more than to ask it. */
const STEP_MS = 50;
/** Of those that have not answered yet, so many are waited for at once. */
const MOST_AT_ONCE = 50;

export const roundMs = (workers: number, mostPerSecond: number): number => Math.max(ROUND_MS, (workers / mostPerSecond) * 1_000);

/** Goes round until `signal` aborts. */
export async function goRound<T>({ clock, workers, mostPerSecond, ask }: WorkerRound<T>, signal: AbortSignal): Promise<void> {
  const asked = new Set<Promise<void>>();
  const until = async (atMs: number): Promise<void> => {
    const ms = atMs - clock.now();
    if (ms > 0) await clock.pause(ms, signal);
  };
  while (!signal.aborted) {
    const all = workers();
    const began = clock.now();
    const length = roundMs(all.length, mostPerSecond);
    for (const [index, worker] of all.entries()) {
      await until(began + Math.ceil((length * index) / all.length / STEP_MS) * STEP_MS);
      while (asked.size >= MOST_AT_ONCE && !signal.aborted) await Promise.race(asked);
      if (signal.aborted) return;
      const question = ask(worker).finally(() => asked.delete(question));
      asked.add(question);
    }
    await until(began + length);
  }
}
