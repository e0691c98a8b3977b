import type { BusKind, Delivery } from '../bus.ts';
import { titleOf } from '../bus-url.ts';
import { CONFIRMED } from '../delivery.ts';
import { httpAgentOf } from '../http-agent.ts';
import { createRequestBus } from '../request-bus.ts';
import { AwsError, deliveryOf } from './aws-error.ts';
import { awsMessageOf, type AwsMessage } from './aws-message.ts';
import { queueNameOf, queueOf, recordsIn, SQS_USAGE } from './queue.ts';
import { readSqs } from './read-sqs.ts';
import { sendInTens } from './send-in-tens.ts';

const MOST_BYTES = 2 ** 20;

/** `awssqs://host/account/queue`: confirmed by the answer. A queue whose name ends in `.fifo` keeps the order, and drops repeats. */
export const awsSqs: BusKind = {
  schemes: ['awssqs'],
  packages: [],
  usage: SQS_USAGE,
  async open(context) {
    const { url, env, timeoutMs = 10_000 } = context;
    const { isFifo } = queueNameOf(url);
    const dispatcher = httpAgentOf(env);
    const ask = queueOf(context, dispatcher);
    return createRequestBus({ title: titleOf(url), timeoutMs, dispatcher }, (batch, signal) =>
      sendInTens(
        batch.map((message) => awsMessageOf(message, isFifo)),
        MOST_BYTES,
        async (messages) => deliveriesIn(await ask('SendMessageBatch', { Entries: messages.map(entryOf) }, signal)),
      ),
    );
  },
  subscribe: readSqs,
};

const entryOf = ({ body, attributes, fifo }: AwsMessage, index: number): object => ({
  Id: `${index}`,
  MessageBody: body,
  MessageAttributes: Object.fromEntries(attributes.map(([name, value]) => [name, { DataType: 'String', StringValue: value }])),
  ...(fifo === undefined ? {} : { MessageGroupId: fifo.group, MessageDeduplicationId: fifo.id }),
});

function deliveriesIn(answer: Readonly<Record<string, unknown>>): ReadonlyMap<number, Delivery> {
  return new Map([
    ...recordsIn(answer, 'Successful').map(({ Id }) => [Number(Id), CONFIRMED] as const),
    ...recordsIn(answer, 'Failed').map(
      ({ Id, Code, Message = '' }) => [Number(Id), deliveryOf(new AwsError(String(Code), String(Message)))] as const,
    ),
  ]);
}
