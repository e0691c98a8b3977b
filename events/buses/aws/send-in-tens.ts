import { messageOf } from '../../../ground/text/message-of.ts';
import type { Delivery } from '../bus.ts';
import { chunksOf } from '../chunks.ts';
import { again } from '../delivery.ts';
import { togetherOrAlone } from '../together-or-alone.ts';
import { AwsError, deliveryOf } from './aws-error.ts';
import type { AwsMessage } from './aws-message.ts';

/** What a request says of each of its messages, by their places in it; of those that are absent it says nothing. */
export type SendTogether = (messages: readonly AwsMessage[]) => Promise<ReadonlyMap<number, Delivery>>;

/** Sends as many at once as a request may hold. */
export function sendInTens(messages: readonly AwsMessage[], mostBytes: number, send: SendTogether): readonly Promise<Delivery>[] {
  const sendAll = async (together: readonly AwsMessage[]): Promise<readonly (Delivery | undefined)[]> => {
    try {
      const said = await send(together);
      return together.map((_, index) => said.get(index));
    } catch (error) {
      return together.map(() => (error instanceof AwsError ? deliveryOf(error) : again(messageOf(error))));
    }
  };
  return chunksOf(messages, { most: 10, mostBytes, bytesOf: ({ bytes }) => bytes }).flatMap((chunk) => togetherOrAlone(chunk, sendAll));
}
