import { onAbort } from '../../ground/time/abort.ts';
import { systemClock } from '../../ground/time/clock.ts';
import { createDeadline } from '../../ground/time/deadline.ts';
import { messageOf } from '../../ground/text/message-of.ts';
import type { Message } from '../message.ts';
import type { Bus, Delivery } from './bus.ts';
import { again } from './delivery.ts';
import { guardedBus } from './guarded-bus.ts';

/** How a bus is spoken to over a connection `C`. */
export interface Protocol<C> {
  /** Calls `lost` when the connection has ended by itself. After `signal` aborts nobody wants the connection any more. */
  connect(lost: (why: string) => void, signal: AbortSignal): Promise<C>;
  /** Ends it at once: what has not left yet never does. */
  cut(connection: C): Promise<void> | void;
  /** A delivery for each message; one that rejects counts as `again`. After `signal` aborts nobody waits for them any more. */
  send(connection: C, batch: readonly Message[], signal: AbortSignal): readonly Promise<Delivery>[];
}

const TIMEOUT_MS = 10_000;

/** One connection, from the moment when it is first wanted. */
interface Link<C> {
  readonly opened: Promise<C>;
  /** Aborts when nobody uses the connection any more, with the reason. */
  readonly ended: AbortSignal;
  /** Resolves once it is cut. */
  end(why: string): Promise<void>;
}

/** A bus over a connection that is made when it is first needed, and made again after it was lost or a message timed out. */
export function createConnectedBus<C>(
  { title, timeoutMs = TIMEOUT_MS }: { readonly title: string; readonly timeoutMs?: number | undefined },
  protocol: Protocol<C>,
): Bus {
  let current: Link<C> | undefined;

  function open(): Link<C> {
    const controller = new AbortController();
    let cutting: Promise<void> | undefined;
    const end = (why: string): Promise<void> => {
      if (current === link) current = undefined;
      controller.abort(new Error(why));
      cutting ??= opened.then((connection) => protocol.cut(connection)).catch(() => undefined);
      // A connection that is still being made is cut when it is there; nobody waits for that.
      return isOpen ? cutting : Promise.resolve();
    };
    let isOpen = false;
    const opened = (async () => protocol.connect((why) => void end(why), controller.signal))();
    const link: Link<C> = { opened, ended: controller.signal, end };
    opened.then(
      () => (isOpen = true),
      (error: unknown) => end(messageOf(error)),
    );
    return link;
  }

  async function publish(batch: readonly Message[], signal: AbortSignal): Promise<readonly Delivery[]> {
    const link = (current ??= open());
    const deadline = createDeadline(systemClock, timeoutMs, () => new Error(`no answer within ${timeoutMs / 1_000} s`), signal);
    const forget = onAbort(deadline.signal, () => void link.end(deadline.exceeded() ? messageOf(deadline.signal.reason) : 'stopped'));
    const { promise: ended, reject } = Promise.withResolvers<never>();
    const unlink = onAbort(link.ended, () => reject(link.ended.reason as Error));
    ended.catch(() => undefined);
    try {
      const connection = await Promise.race([link.opened, ended]);
      const deliveries = protocol.send(connection, batch, link.ended);
      return await Promise.all(
        deliveries.map((delivery) => Promise.race([delivery, ended]).catch((error: unknown) => again(messageOf(error)))),
      );
    } catch (error) {
      return batch.map(() => again(messageOf(error)));
    } finally {
      deadline.end();
      forget();
      unlink();
      if (link.ended.aborted) await link.end('');
    }
  }

  return guardedBus({ title, publish, close: async () => current?.end('the bus is closed') });
}
