import type { Message } from '../message.ts';
import { recordIn } from './record-in.ts';

const STRUCTURED = /^application\/cloudevents\+json\b/;
const JSON_TYPE = /^application\/(.*\+)?json\b/;

/** A message as a line of JSON: a CloudEvent in structured mode, or where it is not a CloudEvent, an object of its own. */
export function lineOf({ id, key, body, contentType, attributes }: Message): string {
  const text = Buffer.from(body);
  if (STRUCTURED.test(contentType)) return `${oneLine(text.toString())}\n`;
  const isEvent = attributes.size > 0;
  const head = isEvent ? { ...Object.fromEntries(attributes), datacontenttype: contentType } : { id, key, contenttype: contentType };
  if (!JSON_TYPE.test(contentType)) return `${JSON.stringify({ ...head, data_base64: text.toString('base64') })}\n`;
  // The numbers of the body stay as they are written, so it is put in as it is.
  return `${JSON.stringify(head).slice(0, -1)},"data":${oneLine(text.toString())}}\n`;
}

/** JSON strings hold no line breaks: what there is stands between tokens. */
const oneLine = (json: string): string => json.replaceAll(/[\r\n]+/g, ' ');

/** What a line that `lineOf` wrote holds; undefined where it is something else. */
export function messageOfLine(line: string): (Pick<Message, 'body' | 'contentType'> & Partial<Pick<Message, 'id' | 'key'>>) | undefined {
  const value = recordIn(line);
  if (value === undefined) return undefined;
  if (typeof value['specversion'] === 'string')
    return { body: Buffer.from(line), contentType: 'application/cloudevents+json', ...textsOf(value, { id: 'id', key: 'partitionkey' }) };
  const { data_base64: base64, contenttype } = value;
  if (typeof base64 !== 'string' || typeof contenttype !== 'string') return undefined;
  return { body: Buffer.from(base64, 'base64'), contentType: contenttype, ...textsOf(value, { id: 'id', key: 'key' }) };
}

function textsOf(
  value: Readonly<Record<string, unknown>>,
  names: { readonly id: string; readonly key: string },
): Partial<Record<'id' | 'key', string>> {
  const [id, key] = [value[names.id], value[names.key]];
  return { ...(typeof id === 'string' ? { id } : {}), ...(typeof key === 'string' ? { key } : {}) };
}
