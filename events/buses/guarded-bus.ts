import type { Bus } from './bus.ts';
import { again } from './delivery.ts';

/** A bus that sends nothing once it is closed or told to stop. */
export function guardedBus({ title, publish, close }: Bus): Bus {
  let isClosed = false;
  return {
    title,
    publish(batch, signal) {
      if (isClosed) return Promise.resolve(batch.map(() => again('the bus is closed')));
      if (signal.aborted) return Promise.resolve(batch.map(() => again('not sent any more')));
      return publish(batch, signal);
    },
    close() {
      isClosed = true;
      return close();
    },
  };
}
