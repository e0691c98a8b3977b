import type { Message } from '../message.ts';
import type { BusKind, Received } from './bus.ts';
import { addressOf, titleOf } from './bus-url.ts';
import { CONFIRMED } from './delivery.ts';
import { guardedBus } from './guarded-bus.ts';
import { createIncoming, type Incoming } from './incoming.ts';

/** `mem://name`: what is published goes to those who read that name at the time, in the same process. For tests. */
export function createMemory(): BusKind {
  const readers = new Map<string, Set<Incoming<Message>>>();
  return {
    schemes: ['mem'],
    packages: [],
    usage: 'mem://name',
    async open({ url }) {
      const name = addressOf(url, 'name');
      return guardedBus({
        title: titleOf(url),
        publish: (batch) =>
          Promise.resolve(
            batch.map((message) => {
              for (const reader of readers.get(name) ?? []) reader.push(message);
              return CONFIRMED;
            }),
          ),
        close: () => Promise.resolve(),
      });
    },
    // Not a generator: it reads from the call on, not only from when the first message is asked for.
    subscribe({ url }, signal) {
      const name = addressOf(url, 'name');
      const incoming = createIncoming<Message>();
      const all = readers.get(name) ?? new Set();
      readers.set(name, all.add(incoming));
      return read(incoming, signal, () => void all.delete(incoming));
    },
  };
}

async function* read(incoming: Incoming<Message>, signal: AbortSignal, leave: () => void): AsyncGenerator<Received> {
  try {
    for await (const message of incoming.items(signal))
      yield {
        body: message.body,
        contentType: message.contentType,
        attributes: message.attributes,
        key: message.key,
        id: message.id,
        ack: () => Promise.resolve(),
        nack: async () => incoming.push(message),
      };
  } finally {
    leave();
  }
}
