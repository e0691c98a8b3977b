import type { Dispatcher } from 'undici';
import { isRecord } from '../../../ground/json/json.ts';
import { BusError, type BusContext } from '../bus.ts';
import { titleOf } from '../bus-url.ts';
import { recordIn } from '../record-in.ts';
import { awsKeysOf } from './aws-keys.ts';
import { createAwsService, endpointOf, regionOf } from './aws-service.ts';

export const SQS_USAGE = 'awssqs://host/account/queue';

/** Asks for an action of SQS on one queue, in JSON. */
export type SqsQueue = (action: string, request: object, signal: AbortSignal) => Promise<Answer>;

type Answer = Readonly<Record<string, unknown>>;

/** The records of a list in an answer. */
export const recordsIn = (answer: Answer, list: string): readonly Answer[] => {
  const value = answer[list];
  return Array.isArray(value) ? value.filter(isRecord) : [];
};

/** `awssqs://sqs.eu-central-1.amazonaws.com/123456789012/changes?region=eu-central-1`: the queue's own URL with another scheme. */
export function queueOf(context: BusContext, dispatcher: Dispatcher): SqsQueue {
  const { host, pathname } = queueNameOf(context.url);
  const region = regionOf(context, /^sqs\.([a-z0-9-]+)\.amazonaws\.com(\.cn)?$/.exec(host)?.[1]);
  const keys = awsKeysOf(context, region, dispatcher);
  const service = createAwsService({ url: endpointOf(context, 'sqs', `https://${host}`), keys, dispatcher, region, service: 'sqs' });
  return async (action, request, signal) => {
    const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${action}` };
    const body = JSON.stringify({ QueueUrl: `https://${host}${pathname}`, ...request });
    const text = await service({ headers, body }, signal);
    return recordIn(text) ?? {};
  };
}

export function queueNameOf(url: URL): { readonly host: string; readonly pathname: string; readonly isFifo: boolean } {
  const { host, pathname } = url;
  if (host === '' || !/^\/[^/]+\/[^/]+$/.test(pathname)) throw new BusError(`${titleOf(url)} names no queue: give one, ${SQS_USAGE}`);
  return { host, pathname, isFifo: pathname.endsWith('.fifo') };
}
