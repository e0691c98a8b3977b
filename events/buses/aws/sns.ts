import { BusError, type BusKind, type Delivery } from '../bus.ts';
import { titleOf } from '../bus-url.ts';
import { CONFIRMED } from '../delivery.ts';
import { httpAgentOf } from '../http-agent.ts';
import { createRequestBus } from '../request-bus.ts';
import { AwsError, deliveryOf } from './aws-error.ts';
import { awsKeysOf } from './aws-keys.ts';
import { awsMessageOf, type AwsMessage } from './aws-message.ts';
import { createAwsService, endpointOf, regionOf, usualHost } from './aws-service.ts';
import { sendInTens } from './send-in-tens.ts';
import { elementsIn, textIn } from './xml.ts';

const MOST_BYTES = 2 ** 18;

/** `awssns:///arn:aws:sns:region:account:topic`: confirmed by the answer. A topic whose name ends in `.fifo` keeps the order. */
export const awsSns: BusKind = {
  schemes: ['awssns'],
  packages: [],
  usage: 'awssns:///arn:aws:sns:region:account:topic',
  async open(context) {
    const { url, env, timeoutMs = 10_000 } = context;
    const arn = decodeURIComponent(url.pathname.slice(1));
    const named = /^arn:[^:]+:sns:([^:]+):[^:]+:[^:]+$/.exec(arn);
    if (named === null || url.host !== '') throw new BusError(`${titleOf(url)} is not the ARN of a topic: give one, ${awsSns.usage}`);
    const region = regionOf(context, named[1]);
    const dispatcher = httpAgentOf(env);
    const keys = awsKeysOf(context, region, dispatcher);
    const ask = createAwsService({ url: endpointOf(context, 'sns', usualHost('sns', region)), keys, dispatcher, region, service: 'sns' });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return createRequestBus({ title: titleOf(url), timeoutMs, dispatcher }, (batch, signal) =>
      sendInTens(
        batch.map((message) => awsMessageOf(message, arn.endsWith('.fifo'))),
        MOST_BYTES,
        async (messages) => deliveriesIn(await ask({ headers, body: formOf(arn, messages) }, signal)),
      ),
    );
  },
};

function formOf(arn: string, messages: readonly AwsMessage[]): string {
  const form = new URLSearchParams({ Action: 'PublishBatch', Version: '2010-03-31', TopicArn: arn });
  for (const [index, { body, attributes, fifo }] of messages.entries()) {
    const put = (name: string, value: string): void => form.set(`PublishBatchRequestEntries.member.${index + 1}.${name}`, value);
    put('Id', `${index}`);
    put('Message', body);
    for (const [at, [name, value]] of attributes.entries()) {
      put(`MessageAttributes.entry.${at + 1}.Name`, name);
      put(`MessageAttributes.entry.${at + 1}.Value.DataType`, 'String');
      put(`MessageAttributes.entry.${at + 1}.Value.StringValue`, value);
    }
    if (fifo === undefined) continue;
    put('MessageGroupId', fifo.group);
    put('MessageDeduplicationId', fifo.id);
  }
  return form.toString();
}

function deliveriesIn(xml: string): ReadonlyMap<number, Delivery> {
  const entriesIn = (list: string): readonly string[] => elementsIn(xml, list).flatMap((inner) => elementsIn(inner, 'member'));
  const placeOf = (entry: string): number => Number(textIn(entry, 'Id'));
  return new Map([
    ...entriesIn('Successful').map((entry) => [placeOf(entry), CONFIRMED] as const),
    ...entriesIn('Failed').map((entry) => {
      const error = new AwsError(textIn(entry, 'Code') ?? 'Failed', textIn(entry, 'Message') ?? '');
      return [placeOf(entry), deliveryOf(error)] as const;
    }),
  ]);
}
