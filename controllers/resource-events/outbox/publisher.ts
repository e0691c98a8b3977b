import type { Bus } from '../../../events/buses/bus.ts';
import type { Message } from '../../../events/message.ts';
import type { ResourceChange } from '../../../events/resource-change.ts';
import { abortOf } from '../../../ground/time/abort.ts';
import type { Clock } from '../../../ground/time/clock.ts';
import { createDeadline } from '../../../ground/time/deadline.ts';
import { createAvailability } from './availability.ts';
import { publishBatch, takeBatch } from './batch.ts';
import { conclude } from './conclude.ts';
import type { OutboxObserver } from './observer.ts';
import type { PendingChange } from './pending-change.ts';
import type { PendingChanges } from './pending-changes.ts';
import { createRests } from './rests.ts';

/** So many are in flight at once. */
const MOST_BATCHES = 8;

export interface PublisherOptions {
  readonly pending: PendingChanges;
  readonly encode: (change: ResourceChange) => Message;
  readonly publishTimeoutMs: number;
  readonly observer: OutboxObserver;
  readonly clock: Clock;
  readonly random: () => number;
  /** Something is pending no more. */
  readonly onSettled: () => void;
}

/** Sends what is pending, while it is given a bus. */
export interface Publisher {
  /** There may be something to send. */
  look(): void;
  /** What failed is tried again now. */
  hurry(): void;
  /** Sends until `signal` aborts; resolves when nothing is in flight any more. To be called again only then. */
  run(bus: Bus, signal: AbortSignal): Promise<void>;
  /** When the bus was last known to be there. */
  readonly answeredAt: number | undefined;
}

export function createPublisher(options: PublisherOptions): Publisher {
  const { pending, encode, publishTimeoutMs, observer, clock, random, onSettled } = options;
  const availability = createAvailability(clock, random, () => observer.recovered?.());
  let term: { readonly bus: Bus; readonly signal: AbortSignal } | undefined;
  const inFlight = new Set<Promise<void>>();
  const rests = createRests<PendingChange | 'bus'>(clock, (item) => {
    if (item !== 'bus') pending.putBack(item);
    look();
  });
  const rest = (change: PendingChange, ms: number): void => {
    pending.rest(change);
    rests.begin(change, ms);
  };

  async function send(batch: readonly PendingChange[], bus: Bus, signal: AbortSignal): Promise<void> {
    const attempt = availability.attempt();
    const late = (): Error => new Error(`not confirmed within ${publishTimeoutMs / 1_000} s`);
    const deadline = createDeadline(clock, publishTimeoutMs, late, signal);
    const answers = await publishBatch(bus, batch, encode, deadline.signal);
    deadline.end();
    conclude(answers, attempt, { pending, availability, observer, clock, random, rest });
    onSettled();
  }
  function look(): void {
    if (term === undefined) return;
    const { bus, signal } = term;
    while (!signal.aborted && pending.isAnyInLine) {
      if (inFlight.size >= (availability.isAway ? 1 : MOST_BATCHES)) return;
      const waitMs = availability.waitMs();
      if (waitMs > 0) return rests.begin('bus', waitMs);
      const sent = send(takeBatch(pending, availability.isAway ? 1 : undefined), bus, signal).finally(() => {
        inFlight.delete(sent);
        look();
      });
      inFlight.add(sent);
    }
  }
  return {
    look,
    hurry() {
      availability.hurry();
      rests.endAll();
    },
    async run(bus, signal) {
      term = { bus, signal };
      look();
      await abortOf(signal);
      await Promise.all(inFlight);
      rests.endAll();
      term = undefined;
    },
    get answeredAt() {
      return availability.answeredAt;
    },
  };
}
