import { isRecord } from '../../ground/json/json.ts';
import { messageOf } from '../../ground/text/message-of.ts';
import { UnreadableMessage, type PublishedObject } from './resource-event.ts';

const decoder = new TextDecoder();

/** JSON of others, as a value. Throws UnreadableMessage; `what` names it: "the data". */
export function parsed(what: string, text: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(text));
  } catch (cause) {
    throw new UnreadableMessage(`${what} is not valid JSON: ${messageOf(cause)}`, { cause });
  }
}

/** A state that may be missing: no bytes, or null. */
export function publishedObject(what: string, value: unknown): PublishedObject | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isRecord(value)) throw new UnreadableMessage(`${what} is not an object`);
  return value;
}

/** A state that has to be there. */
export function presentObject(what: string, value: unknown): PublishedObject {
  const object = publishedObject(what, value);
  if (object === undefined) throw new UnreadableMessage(`${what} is missing`);
  return object;
}
