import { messageOf } from '../../../ground/text/message-of.ts';
import type { Delivery } from '../bus.ts';
import { again } from '../delivery.ts';
import { AwsError, deliveryOf } from './aws-error.ts';
import type { AwsMessage } from './aws-message.ts';

const MOST = 10;

/** What a request says of each of its messages, by their places in it; of those that are absent it says nothing. */
export type SendTogether = (messages: readonly AwsMessage[]) => Promise<ReadonlyMap<number, Delivery>>;

/** Sends as many at once as a request may hold. Where it is refused as a whole, each is sent alone: one of them is to blame. */
export function sendInTens(messages: readonly AwsMessage[], mostBytes: number, send: SendTogether): readonly Promise<Delivery>[] {
  const deliveries: Promise<Delivery>[] = [];
  for (let from = 0; from < messages.length;) {
    let [to, bytes] = [from + 1, messages[from]?.bytes ?? 0];
    for (; to < messages.length && to - from < MOST; to += 1) {
      bytes += messages[to]?.bytes ?? 0;
      if (bytes > mostBytes) break;
    }
    const together = messages.slice(from, to);
    const answer = sendAll(together, send);
    deliveries.push(...together.map(async (_, index) => (await answer)[index] ?? again('the answer does not name it')));
    from = to;
  }
  return deliveries;
}

async function sendAll(messages: readonly AwsMessage[], send: SendTogether): Promise<readonly Delivery[]> {
  try {
    const said = await send(messages);
    return messages.map((_, index) => said.get(index) ?? again('the answer does not name it'));
  } catch (error) {
    const delivery = error instanceof AwsError ? deliveryOf(error) : again(messageOf(error));
    if (delivery.how !== 'refused' || messages.length === 1) return messages.map(() => delivery);
    return (await Promise.all(messages.map((message) => sendAll([message], send)))).flat();
  }
}
