import http2 from 'node:http2';
import {
  bytesField,
  integerField,
  readWire,
  textField,
  writeWire,
  type WireField,
  type WirePieces,
} from '../../../../ground/protobuf/wire.ts';
import type { Arrived, Destination } from '../bus-contract.ts';
import { newName } from '../new-name.ts';

type Env = Destination['env'];
type Fields = readonly WireField[];

/** Asks the emulator over a session of its own. */
async function ask(env: Env, method: string, message: WirePieces): Promise<Fields> {
  const session = http2.connect(`http://${env['PUBSUB_EMULATOR_HOST']}`);
  try {
    return await new Promise((resolve, reject) => {
      session.on('error', reject);
      const stream = session.request({
        ':method': 'POST',
        ':path': `/google.pubsub.v1.${method}`,
        'content-type': 'application/grpc',
        te: 'trailers',
      });
      const parts: Buffer[] = [];
      let said: http2.IncomingHttpHeaders = {};
      stream.on('response', (headers) => void (said = headers));
      stream.on('trailers', (headers) => void (said = headers));
      stream.on('data', (part: Buffer) => void parts.push(part));
      stream.on('error', reject);
      stream.on('end', () => {
        if (said['grpc-status'] === '0') resolve([...readWire(Buffer.concat(parts).subarray(5))]);
        else reject(new Error(`${method}: ${String(said['grpc-status'])} ${String(said['grpc-message'])}`));
      });
      const body = writeWire(message);
      const head = Buffer.alloc(5);
      head.writeUInt32BE(body.length, 1);
      stream.end(Buffer.concat([head, body]));
    });
  } finally {
    session.destroy();
  }
}

const inside = (fields: Fields, wanted: number): readonly Fields[] => bytesAt(fields, wanted).map((value) => [...readWire(value)]);
const bytesAt = (fields: Fields, wanted: number): readonly Buffer[] =>
  fields.flatMap(({ number, value }) => (number === wanted && value instanceof Uint8Array ? [Buffer.from(value)] : []));
const textAt = (fields: Fields, wanted: number): string => String(bytesAt(fields, wanted)[0] ?? '');

export interface TopicPlace extends Destination {
  readonly subscription: string;
  make(): Promise<void>;
}

/** A topic with an ordered subscription, which `make` makes, both. */
export function topicAt(env: Env): TopicPlace {
  const name = newName();
  const [topic, subscription] = [`projects/civ/topics/${name}`, `projects/civ/subscriptions/${name}`];
  const all: Arrived[] = [];
  return {
    url: `gcppubsub://${topic}`,
    subscription,
    env,
    async make() {
      await ask(env, 'Publisher/CreateTopic', textField(1, topic));
      await ask(env, 'Subscriber/CreateSubscription', [...textField(1, subscription), ...textField(2, topic), ...integerField(10, 1)]);
    },
    async arrived() {
      for (let more = true; more;) {
        // At once, even if there is nothing.
        const pulled = await ask(env, 'Subscriber/Pull', [...textField(1, subscription), ...integerField(2, 1), ...integerField(3, 1_000)]);
        const received = inside(pulled, 1);
        const ackIds = received.flatMap((one) => bytesField(2, Buffer.from(textAt(one, 1))));
        if (received.length > 0) await ask(env, 'Subscriber/Acknowledge', [...textField(1, subscription), ...ackIds]);
        all.push(...received.flatMap((one) => inside(one, 2)).map(arrivedOf));
        more = received.length > 0;
      }
      return all;
    },
  };
}

function arrivedOf(message: Fields): Arrived {
  const attributes = new Map(inside(message, 2).map((entry) => [textAt(entry, 1), textAt(entry, 2)]));
  return { body: bytesAt(message, 1)[0] ?? Buffer.alloc(0), key: textAt(message, 5), id: attributes.get('id'), attributes };
}
