import { setTimeout as pause } from 'node:timers/promises';
import type { ReachedPod } from './reach.ts';
import { until } from './until.ts';

/** What kingdoms buy from one another, a purchase a trade. */
export interface Load {
  /** How many trades were seen until now. Pods go and take their books along, so these are no more than there were. */
  seen(): Promise<number>;
  /** Until so many trades come about in a second that they are a load; answers how many. */
  flows(): Promise<number>;
  /**
   * Does something to a load, and says how many trades there were meanwhile;
   * fails where there was none, or where it does not become a load again.
   */
  during<Result>(trouble: string, act: () => Promise<Result>): Promise<Result>;
}

/** Trades a second. */
const A_LOAD = 20;
const PATIENCE_MS = 5_000;

export function loadOf(
  { podsOf, booksOf }: ReachedPod,
  kingdoms: readonly string[],
  say = (line: string) => process.stderr.write(`${line}\n`),
): Load {
  /** By the id of the books: what they were last seen to have bought. */
  const bought = new Map<string, number>();
  const seen = async () => {
    const pods = (await Promise.all(kingdoms.map(podsOf))).flat();
    // One that does not answer is starting, or on its way out.
    for (const read of await Promise.allSettled(pods.map((pod) => booksOf(pod, PATIENCE_MS))))
      if (read.status === 'fulfilled')
        bought.set(
          read.value.id,
          [...read.value.goods.values()].reduce((sum, good) => sum + good.bought, 0),
        );
    return [...bought.values()].reduce((sum, count) => sum + count, 0);
  };
  const measured = async <Result>(act: () => Promise<Result>) => {
    const [before, began] = [await seen(), performance.now()];
    const result = await act();
    return { result, trades: (await seen()) - before, seconds: (performance.now() - began) / 1_000 };
  };
  /** What is not seen of books before they go is not counted: so it looks every second. */
  const watched = async <Result>(act: () => Promise<Result>) => {
    const over = new AbortController();
    const looking = (async () => {
      for (; !over.signal.aborted; await pause(1_000, undefined, { signal: over.signal }).catch(() => undefined))
        await seen().catch(() => undefined);
    })();
    try {
      return await act();
    } finally {
      over.abort();
      await looking;
    }
  };
  const flows = () =>
    until(`${A_LOAD} trades a second`, 180, async () => {
      const { trades, seconds } = await measured(() => pause(1_500));
      return trades / seconds < A_LOAD ? undefined : trades / seconds;
    });
  const during: Load['during'] = async (trouble, act) => {
    await flows();
    const { result, trades, seconds } = await measured(() => watched(act));
    say(`${trouble}: ${trades} trades in ${seconds.toFixed(0)} s, ${(trades / seconds).toFixed(0)} a second`);
    if (trades === 0) throw new Error(`${trouble}: meanwhile there was no trade`);
    await flows();
    return result;
  };
  return { seen, flows, during };
}
