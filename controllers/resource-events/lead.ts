import { abortOf } from '../../ground/time/abort.ts';
import type { Clock } from '../../ground/time/clock.ts';
import type { Bus } from '../../events/buses/bus.ts';
import { again } from '../../events/buses/delivery.ts';
import type { Duty } from '../runtime/definition.ts';
import type { Log } from '../runtime/tell/log.ts';
import { LAST_WRITE_MS, type CheckpointKeeper } from './keep/keep-checkpoint.ts';
import type { ChangeOutbox } from './outbox/change-outbox.ts';

export interface PublishingOptions {
  readonly outbox: ChangeOutbox;
  readonly bus: Bus;
  readonly checkpoint: CheckpointKeeper;
  /** How long it may take to publish what waits once the process is to stop. */
  readonly drainMs: number;
  /** The process is to stop: nothing more is read. */
  readonly stopReading: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** Publishes for as long as this process leads. At a stop: all that waits, then the checkpoint, and only then the Lease is given back. */
export const publishing =
  ({ outbox, bus, checkpoint, drainMs, stopReading, clock, log }: PublishingOptions) =>
  async ({ leaving, signal, holds, client }: Duty): Promise<void> => {
    const over = new AbortController();
    const publishes = outbox.publish(whileHeld(bus, holds), AbortSignal.any([signal, over.signal]));
    const either = AbortSignal.any([leaving, signal]);
    const keeps = checkpoint.keep(client, either);
    await abortOf(either);
    if (!signal.aborted) {
      stopReading();
      const late = new AbortController();
      const forget = clock.after(Math.max(0, drainMs - LAST_WRITE_MS), () => late.abort());
      await outbox.drained(AbortSignal.any([signal, late.signal]));
      forget();
      if (outbox.pending > 0)
        log.warn({ pending: outbox.pending }, 'not all that waits was published in time: the next start goes on with it');
    }
    over.abort();
    await Promise.all([publishes, keeps]);
    if (!signal.aborted) await checkpoint.write(client, signal);
  };

/** The same bus; what is to be sent once the Lease is not certainly held is not sent. */
const whileHeld = (bus: Bus, holds: () => boolean): Bus => ({
  ...bus,
  publish: (batch, signal) =>
    holds() ? bus.publish(batch, signal) : Promise.resolve(batch.map(() => again('this process does not lead any more'))),
});
