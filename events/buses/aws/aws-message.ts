import { createHash } from 'node:crypto';
import type { Message } from '../../message.ts';
import { lineOf } from '../line.ts';

/** A message as SNS and SQS take it: text, and few attributes. */
export interface AwsMessage {
  readonly body: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
  /** Of a place that keeps the order: messages of a group have one, and a repeat within five minutes is dropped. */
  readonly fifo?: { readonly group: string; readonly id: string };
  /** As their limits count. */
  readonly bytes: number;
}

const IS_TEXT = /^(text\/|application\/(.*\+)?json\b)/;
/** What their text may not hold. */
const NOT_TEXT = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;
/** What a group or an id may be; a digest stands for what is not. */
const PLAIN = /^[!-~]{1,128}$/;

/** They take ten attributes each, which a CloudEvent has more of: it is sent in structured mode. Protobuf is always base64. */
export function awsMessageOf(message: Message, isFifo: boolean): AwsMessage {
  const isEvent = message.attributes.size > 0;
  const bytes = isEvent ? Buffer.from(lineOf(message).trimEnd()) : Buffer.from(message.body);
  const contentType = isEvent ? 'application/cloudevents+json' : message.contentType;
  const text = bytes.toString();
  const isSafe = IS_TEXT.test(contentType) && !NOT_TEXT.test(text) && Buffer.from(text).equals(bytes);
  const body = isSafe ? text : bytes.toString('base64');
  const attributes = [
    ['id', message.id],
    ['key', message.key],
    ['content-type', contentType],
    ...(isSafe ? [] : [['base64encoded', 'true'] as const]),
  ] as const;
  return {
    body,
    attributes,
    bytes: [body, ...attributes.flat(), ...attributes.map(() => 'String')].reduce((sum, part) => sum + Buffer.byteLength(part), 0),
    ...(isFifo ? { fifo: { group: plain(message.key), id: plain(message.id) } } : {}),
  };
}

const plain = (text: string): string => (PLAIN.test(text) ? text : createHash('sha256').update(text).digest('hex'));
