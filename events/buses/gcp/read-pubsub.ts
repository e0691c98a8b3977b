import type { WirePieces } from '../../../ground/protobuf/wire.ts';
import { onAbort } from '../../../ground/time/abort.ts';
import { withoutPrefix } from '../attributes.ts';
import type { BusContext, Received } from '../bus.ts';
import { titleOf } from '../bus-url.ts';
import { inSessions } from '../incoming.ts';
import { connectPubSub, pubSubServerOf, resourceOf, type PubSubClient } from './pubsub-server.ts';
import { acknowledgeRequest, modifyRequest, pullRequest, readPullResponse, type PulledMessage } from './pubsub-wire.ts';

const MOST = 100;
const RETRY_S = 1;
/** A server that has nothing says so within a minute and a half. */
const PATIENCE_MS = 120_000;

/**
 * `gcppubsub://projects/p/subscriptions/s`: what the subscription holds. In the order of each key where it was made with ordering; what
 * is not acknowledged within its deadline comes again.
 */
export function readPubSub(context: BusContext, signal: AbortSignal): AsyncIterable<Received> {
  const subscription = resourceOf(context.url, 'subscriptions');
  const server = pubSubServerOf(context);
  const tell = (text: string): void => context.tell(`${titleOf(context.url)}: ${text}`);

  async function* session(stop: AbortSignal): AsyncGenerator<Received> {
    const client = await connectPubSub(server, () => undefined, stop);
    const forget = onAbort(stop, () => client.cut());
    try {
      while (!stop.aborted) {
        const answer = await client.call('Subscriber/Pull', pullRequest(subscription, MOST), AbortSignal.timeout(PATIENCE_MS));
        for (const message of readPullResponse(answer)) yield receivedOf(message, answerBy(client, subscription, stop));
      }
    } finally {
      forget();
      client.cut();
    }
  }
  return inSessions(session, { tell, signal, close: () => server.close() });
}

type Answer = (method: string, request: (subscription: string) => WirePieces) => Promise<void>;

/** What is not answered when the reading ends comes again. */
const answerBy =
  ({ call }: PubSubClient, subscription: string, stop: AbortSignal): Answer =>
  async (method, request) => {
    try {
      await call(`Subscriber/${method}`, request(subscription), AbortSignal.timeout(PATIENCE_MS));
    } catch (error) {
      if (!stop.aborted) throw error;
    }
  };

function receivedOf({ ackId, data, attributes, orderingKey }: PulledMessage, answer: Answer): Received {
  const [contentType, id] = ['content-type', 'id'].map((name) => new Map(attributes).get(name));
  return {
    body: data,
    attributes: withoutPrefix(attributes, 'ce-'),
    ...(contentType === undefined ? {} : { contentType }),
    ...(orderingKey === '' ? {} : { key: orderingKey }),
    ...(id === undefined ? {} : { id }),
    ack: () => answer('Acknowledge', (subscription) => acknowledgeRequest(subscription, ackId)),
    nack: () => answer('ModifyAckDeadline', (subscription) => modifyRequest(subscription, ackId, RETRY_S)),
  };
}
