import { randomUUID } from 'node:crypto';
import type { Bus, Delivery } from '../../../events/buses/bus.ts';
import type { Message } from '../../../events/message.ts';

const ABOUT: Message['about'] = {
  resource: { group: 'apps', version: 'v1', plural: 'deployments', kind: 'Deployment' },
  object: { uid: 'u', namespace: 'kingdom-of-foobar', name: 'woodworker', resourceVersion: '7' },
};

export function message(body: string | Uint8Array, unlike: Partial<Message> = {}): Message {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  return { id: randomUUID(), key: 'here/a', body: bytes, contentType: 'text/plain', attributes: new Map(), about: ABOUT, ...unlike };
}

/** For what nobody stops. */
export const never = new AbortController().signal;

export const publishOne = async (bus: Bus, one: Message): Promise<Delivery | undefined> => (await bus.publish([one], never))[0];

/** As the outbox does: what is to come again is published again, until nothing is left. Returns what was refused. */
export async function publishAll(bus: Bus, messages: readonly Message[], { seconds = 60 } = {}): Promise<readonly Delivery[]> {
  const refused: Delivery[] = [];
  const deadline = performance.now() + seconds * 1_000;
  for (let left = messages; left.length > 0;) {
    const deliveries = await bus.publish(left, never);
    refused.push(...deliveries.filter(({ how }) => how === 'refused'));
    left = left.filter((_, index) => deliveries[index]?.how === 'again');
    if (left.length === 0) break;
    const why = deliveries.find((delivery) => delivery.how === 'again')?.why ?? '';
    if (performance.now() > deadline) throw new Error(`${bus.title}: ${left.length} messages are not confirmed after ${seconds} s: ${why}`);
    await pause();
  }
  return refused;
}

const pause = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 50));
