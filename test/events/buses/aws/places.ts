import type { Arrived, Destination } from '../bus-contract.ts';
import { newName } from '../new-name.ts';

type Env = Destination['env'];

/** Asks AWS's imitation, which looks at a signature only when it is told to. */
async function ask(env: Env, service: string, headers: Readonly<Record<string, string>>, body: string): Promise<string> {
  const authorization = `AWS4-HMAC-SHA256 Credential=civ/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=none`;
  const answer = await fetch(`${env['AWS_ENDPOINT_URL']}/`, { method: 'POST', headers: { ...headers, authorization }, body });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${service}: HTTP ${answer.status} ${text}`);
  return text;
}

export const askInXml = (env: Env, service: string, form: Readonly<Record<string, string>>): Promise<string> =>
  ask(env, service, { 'content-type': 'application/x-www-form-urlencoded' }, new URLSearchParams(form).toString());

const askSqs = async (env: Env, action: string, request: object): Promise<Readonly<Record<string, unknown>>> =>
  JSON.parse(
    (await ask(
      env,
      'sqs',
      { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${action}` },
      JSON.stringify(request),
    )) || '{}',
  );

const nameOf = (): string => `${newName()}.fifo`;

interface QueuePlace extends Destination {
  /** Where it is read from. */
  readonly queueUrl: string;
  make(): Promise<void>;
}

const isFifo = (name: string): boolean => name.endsWith('.fifo');
const urlOf = (name: string): string => `https://sqs.us-east-1.amazonaws.com/123456789012/${name}`;

/** A queue, which is made by `make`. */
export function queueAt(env: Env, name = nameOf()): QueuePlace {
  const all: Arrived[] = [];
  const url = `awssqs://sqs.us-east-1.amazonaws.com/123456789012/${name}`;
  return {
    url,
    // This imitation does not notice while it waits that a message is to come again.
    queueUrl: `${url}?waittime=1s`,
    env,
    make: async () => void (await askSqs(env, 'CreateQueue', { QueueName: name, Attributes: isFifo(name) ? { FifoQueue: 'true' } : {} })),
    async arrived() {
      for (let more = true; more;) {
        const taken = await askSqs(env, 'ReceiveMessage', {
          QueueUrl: urlOf(name),
          MaxNumberOfMessages: 10,
          MessageAttributeNames: ['All'],
        });
        const messages = (taken['Messages'] ?? []) as readonly Raw[];
        const Entries = messages.map(({ ReceiptHandle }, index) => ({ Id: `${index}`, ReceiptHandle }));
        if (messages.length > 0) await askSqs(env, 'DeleteMessageBatch', { QueueUrl: urlOf(name), Entries });
        all.push(...messages.map(arrivedOf));
        more = messages.length > 0;
      }
      return all;
    },
  };
}

interface Raw {
  readonly Body: string;
  readonly ReceiptHandle: string;
  readonly MessageAttributes?: Readonly<Record<string, { readonly StringValue: string }>>;
}

function arrivedOf({ Body, MessageAttributes = {} }: Raw): Arrived {
  const attributes = new Map(Object.entries(MessageAttributes).map(([name, { StringValue }]) => [name, StringValue]));
  const isEncoded = attributes.get('base64encoded') === 'true';
  return { body: Buffer.from(Body, isEncoded ? 'base64' : 'utf8'), key: attributes.get('key'), id: attributes.get('id'), attributes };
}

/** A topic of SNS, and a queue that has subscribed to it; with `raw`, without an envelope. */
export function topicAt(env: Env, { raw = true, name = nameOf() } = {}): QueuePlace {
  const queue = queueAt(env, name);
  const arn = `arn:aws:sns:us-east-1:123456789012:${name}`;
  return {
    ...queue,
    url: `awssns:///${arn}`,
    async make() {
      await queue.make();
      const version = { Version: '2010-03-31' };
      await askInXml(env, 'sns', {
        ...version,
        Action: 'CreateTopic',
        Name: name,
        ...(isFifo(name) ? { 'Attributes.entry.1.key': 'FifoTopic', 'Attributes.entry.1.value': 'true' } : {}),
      });
      await askInXml(env, 'sns', {
        ...version,
        Action: 'Subscribe',
        TopicArn: arn,
        Protocol: 'sqs',
        Endpoint: arn.replace(':sns:', ':sqs:'),
        ...(raw ? { 'Attributes.entry.1.key': 'RawMessageDelivery', 'Attributes.entry.1.value': 'true' } : {}),
      });
    },
  };
}
