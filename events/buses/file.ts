import { appendFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { messageOf } from '../../ground/text/message-of.ts';
import { BusError, type BusKind, type Delivery, type Received } from './bus.ts';
import { titleOf } from './bus-url.ts';
import { again, CONFIRMED } from './delivery.ts';
import { guardedBus } from './guarded-bus.ts';
import { lineOf, messageOfLine } from './line.ts';
import { linesOf } from './line-reader.ts';

/** `file:///path`: one line of JSON per message at the end of a file, which may be moved away at any time. */
export const file: BusKind = {
  schemes: ['file'],
  packages: [],
  usage: 'file:///path',
  async open({ url }) {
    const path = pathOf(url);
    let isTorn = false;
    let last: Promise<unknown> = Promise.resolve();

    async function append(lines: readonly string[]): Promise<Delivery> {
      try {
        // What a full disk took of the lines before ends here.
        await appendFile(path, `${isTorn ? '\n' : ''}${lines.join('')}`);
        isTorn = false;
        return CONFIRMED;
      } catch (error) {
        isTorn = true;
        return again(messageOf(error));
      }
    }

    return guardedBus({
      title: titleOf(url),
      async publish(batch) {
        const written = last.then(() => append(batch.map(lineOf)));
        last = written;
        const delivery = await written;
        return batch.map(() => delivery);
      },
      close: async () => void (await last),
    });
  },
  subscribe: ({ url, tell }, signal) => messagesOf(pathOf(url), tell, signal),
};

/** What was not done with comes again after the next line, or when there is nothing new. */
async function* messagesOf(path: string, tell: (text: string) => void, signal: AbortSignal): AsyncGenerator<Received> {
  const returned: Received[] = [];
  for await (const line of linesOf(path, signal)) {
    yield* returned.splice(0);
    if (line === undefined || line === '') continue;
    const message = messageOfLine(line);
    if (message === undefined) tell(`${path}: passes over a line that holds no message`);
    if (message === undefined) continue;
    const received: Received = {
      attributes: new Map(),
      ...message,
      ack: () => Promise.resolve(),
      nack: async () => void returned.push(received),
    };
    yield received;
  }
}

function pathOf(url: URL): string {
  try {
    return fileURLToPath(url);
  } catch (error) {
    throw new BusError(`${titleOf(url)} is not the path of a file: write it as file:///path`, { cause: error });
  }
}
