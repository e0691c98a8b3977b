import { isRecord } from '../../../ground/json/json.ts';
import { BusError, type BusContext, type Received } from '../bus.ts';
import { titleOf } from '../bus-url.ts';
import { httpAgentOf } from '../http-agent.ts';
import { inSessions } from '../incoming.ts';
import { recordIn } from '../record-in.ts';
import { queueOf, recordsIn, type SqsQueue } from './queue.ts';

/** The longest that SQS waits for a message. */
const MOST_WAIT_S = 20;
const PATIENCE_MS = 30_000;
const RETRY_S = 1;

/**
 * `awssqs://host/account/queue`: what the queue holds, and what a topic of SNS has put there. What is not acknowledged within the
 * queue's visibility time-out comes again. `?waittime=5s` is how long a request waits for a message.
 */
export function readSqs(context: BusContext, signal: AbortSignal): AsyncIterable<Received> {
  const dispatcher = httpAgentOf(context.env);
  const ask = queueOf(context, dispatcher);
  const wait = waitOf(context.url);
  const tell = (text: string): void => context.tell(`${titleOf(context.url)}: ${text}`);

  async function* session(stop: AbortSignal): AsyncGenerator<Received> {
    const request = { MaxNumberOfMessages: 10, WaitTimeSeconds: wait, MessageAttributeNames: ['All'] };
    while (!stop.aborted) {
      const answer = await ask('ReceiveMessage', request, AbortSignal.any([stop, AbortSignal.timeout(PATIENCE_MS)]));
      for (const message of recordsIn(answer, 'Messages')) yield receivedOf(message, answerBy(ask, message['ReceiptHandle'], stop));
    }
  }
  return inSessions(session, { tell, signal, close: () => dispatcher.destroy() });
}

function waitOf(url: URL): number {
  const given = url.searchParams.get('waittime') ?? `${MOST_WAIT_S}s`;
  const seconds = Number(/^(\d+)s$/.exec(given)?.[1] ?? Number.NaN);
  if (seconds <= MOST_WAIT_S) return seconds;
  throw new BusError(`${titleOf(url)}: waittime=${given} is not a time that SQS waits: give one up to waittime=${MOST_WAIT_S}s`);
}

type Answer = (action: string, how?: object) => Promise<void>;

/** What is not answered when the reading ends comes again. */
const answerBy =
  (ask: SqsQueue, handle: unknown, stop: AbortSignal): Answer =>
  async (action, how) => {
    try {
      await ask(action, { ReceiptHandle: handle, ...how }, AbortSignal.timeout(PATIENCE_MS));
    } catch (error) {
      if (!stop.aborted) throw error;
    }
  };

function receivedOf({ Body, MessageAttributes }: Readonly<Record<string, unknown>>, answer: Answer): Received {
  const text = typeof Body === 'string' ? Body : '';
  const own = attributesIn(MessageAttributes, 'StringValue');
  const notice = own.size === 0 ? noticeIn(text) : undefined;
  const { body, attributes } = notice ?? { body: text, attributes: own };
  const [contentType, key, id] = ['content-type', 'key', 'id'].map((name) => attributes.get(name));
  return {
    body: Buffer.from(body, attributes.get('base64encoded') === 'true' ? 'base64' : 'utf8'),
    attributes: new Map(),
    ...(contentType === undefined ? {} : { contentType }),
    ...(key === undefined ? {} : { key }),
    ...(id === undefined ? {} : { id }),
    ack: () => answer('DeleteMessage'),
    nack: () => answer('ChangeMessageVisibility', { VisibilityTimeout: RETRY_S }),
  };
}

const attributesIn = (value: unknown, name: string): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(isRecord(value) ? value : {}).flatMap(([key, held]) => (isRecord(held) ? [[key, String(held[name])] as const] : [])),
  );

/** What SNS puts around a message, where its subscription is not of raw delivery. */
function noticeIn(text: string): { readonly body: string; readonly attributes: ReadonlyMap<string, string> } | undefined {
  const notice = recordIn(text);
  if (notice?.['Type'] !== 'Notification' || typeof notice['TopicArn'] !== 'string') return undefined;
  return { body: String(notice['Message']), attributes: attributesIn(notice['MessageAttributes'], 'Value') };
}
