import type { Bus, Delivery } from '../../../events/buses/bus.ts';
import type { Message } from '../../../events/message.ts';
import type { ResourceChange } from '../../../events/resource-change.ts';
import { messageOf } from '../../../ground/text/message-of.ts';
import type { PendingChange } from './pending-change.ts';
import type { PendingChanges } from './pending-changes.ts';

const MOST_MESSAGES = 100;
const MOST_BYTES = 512 * 1024;

/** What became of one change of a batch. */
export interface BatchAnswer {
  readonly pending: PendingChange;
  readonly delivery: Delivery | { readonly how: 'not encodable'; readonly why: string };
}

/** What is first in line, of each object one change; one change alone is never too large for it. */
export function takeBatch(pending: PendingChanges, most = MOST_MESSAGES): readonly PendingChange[] {
  let [messages, bytes] = [0, 0];
  return pending.take((next) => {
    messages += 1;
    bytes += next.bytes;
    return messages === 1 || (messages <= most && bytes <= MOST_BYTES);
  });
}

/** Gives a batch to a bus. Never throws, also where a bus does. */
export async function publishBatch(
  bus: Bus,
  batch: readonly PendingChange[],
  encode: (change: ResourceChange) => Message,
  signal: AbortSignal,
): Promise<readonly BatchAnswer[]> {
  const ready: { readonly pending: PendingChange; readonly message: Message }[] = [];
  const answers: BatchAnswer[] = [];
  for (const pending of batch) {
    try {
      ready.push({ pending, message: encode(pending.change) });
    } catch (error) {
      answers.push({ pending, delivery: { how: 'not encodable', why: messageOf(error) } });
    }
  }
  if (ready.length === 0) return answers;
  const deliveries = await deliver(
    bus,
    ready.map(({ message }) => message),
    signal,
  );
  return [...answers, ...ready.map(({ pending }, index) => ({ pending, delivery: deliveries[index] ?? UNANSWERED }))];
}

const UNANSWERED: Delivery = { how: 'again', why: 'the bus did not say what became of it' };

async function deliver(bus: Bus, messages: readonly Message[], signal: AbortSignal): Promise<readonly Delivery[]> {
  try {
    return await bus.publish(messages, signal);
  } catch (error) {
    return messages.map(() => ({ how: 'again', why: messageOf(error) }));
  }
}
