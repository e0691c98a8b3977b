import type { Dispatcher } from 'undici';
import { rejectionOf } from '../../ground/time/abort.ts';
import { systemClock } from '../../ground/time/clock.ts';
import { createDeadline } from '../../ground/time/deadline.ts';
import { messageOf } from '../../ground/text/message-of.ts';
import type { Message } from '../message.ts';
import type { Bus, Delivery } from './bus.ts';
import { again } from './delivery.ts';
import { guardedBus } from './guarded-bus.ts';

export interface RequestBusSettings {
  readonly title: string;
  /** How long a request may take. */
  readonly timeoutMs: number;
  readonly dispatcher: Dispatcher;
}

/**
 * A bus of requests of HTTP, each with its own answer. `send` answers a delivery for each message; one that rejects counts as `again`.
 * A request that is aborted ends its connection, so that nothing of it arrives any more.
 */
export function createRequestBus(
  { title, timeoutMs, dispatcher }: RequestBusSettings,
  send: (batch: readonly Message[], signal: AbortSignal) => readonly Promise<Delivery>[],
): Bus {
  const closing = new AbortController();
  return guardedBus({
    title,
    async publish(batch, signal) {
      const stop = AbortSignal.any([signal, closing.signal]);
      const deadline = createDeadline(systemClock, timeoutMs, () => new Error(`no answer within ${timeoutMs / 1_000} s`), stop);
      const stopped = rejectionOf(deadline.signal);
      stopped.catch(() => undefined);
      try {
        const deliveries = send(batch, deadline.signal);
        return await Promise.all(
          deliveries.map((delivery) => Promise.race([delivery, stopped]).catch((error: unknown) => again(messageOf(error)))),
        );
      } finally {
        deadline.end();
      }
    },
    async close() {
      closing.abort(new Error('the bus is closed'));
      await dispatcher.destroy();
    },
  });
}
