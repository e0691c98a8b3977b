import { onAbort } from '../../../ground/time/abort.ts';
import type { Clock } from '../../../ground/time/clock.ts';
import { createConditions } from '../../../ground/time/condition.ts';

/** What waits to be sent: one after another, beside the work, and no more than so many. */
export interface Outbox<Item> {
  /** False where it is full: the item is lost. */
  put(item: Item): boolean;
  /** Sends until `stop` aborts, and then for a short while more. Answers how many were not sent. */
  run(stop: AbortSignal): Promise<number>;
}

export interface OutboxOptions<Item> {
  readonly limit: number;
  /** What those that wait at the end are worth. */
  readonly farewellMs: number;
  readonly clock: Clock;
  /** Never rejects. */
  readonly send: (item: Item, signal: AbortSignal) => Promise<void>;
}

export function createOutbox<Item>({ limit, farewellMs, clock, send }: OutboxOptions<Item>): Outbox<Item> {
  const line: Item[] = [];
  const conditions = createConditions();
  return {
    put(item) {
      if (line.length >= limit) return false;
      line.push(item);
      conditions.changed();
      return true;
    },
    async run(stop) {
      const end = new AbortController();
      let cancel = () => {};
      onAbort(stop, () => {
        cancel = clock.after(farewellMs, () => end.abort());
      });
      while (!end.signal.aborted) {
        const next = line[0];
        if (next !== undefined) {
          await send(next, end.signal);
          line.shift();
        } else if (stop.aborted) break;
        else await conditions.when(() => line.length > 0, stop);
      }
      cancel();
      return line.length;
    },
  };
}
