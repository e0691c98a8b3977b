import type { Delivery } from './bus.ts';
import { again } from './delivery.ts';

/**
 * Sends several messages in one request; where that is refused as a whole, each in one of its own, for one of them is to blame.
 * `send` answers a delivery for each, and never rejects; one that is missing counts as `again`.
 */
export function togetherOrAlone<T>(
  messages: readonly T[],
  send: (messages: readonly T[]) => Promise<readonly (Delivery | undefined)[]>,
): readonly Promise<Delivery>[] {
  const together = send(messages);
  return messages.map(async (message, index) => {
    const deliveries = await together;
    const isRefused = messages.length > 1 && deliveries.every((delivery) => delivery?.how === 'refused');
    const delivery = isRefused ? (await send([message]))[0] : deliveries[index];
    return delivery ?? again('the answer does not name it');
  });
}
