import { isJsonObject, type Json, type JsonObject } from '../ground/json/json.ts';
import { objectAt, textAt } from '../ground/json/read-json.ts';
import { WebhookRefusal } from './refusal.ts';

interface ReadReview {
  readonly uid: string;
  readonly request: JsonObject;
}

/** The question in a body. Throws a WebhookRefusal where there is none. */
export function readReview(body: string, kind: string, version: string): ReadReview {
  let read: Json;
  try {
    read = JSON.parse(body) as Json;
  } catch (cause) {
    throw new WebhookRefusal(400, `the body is not valid JSON: ${String(cause)}`, { cause });
  }
  const review = isJsonObject(read) ? read : {};
  const [sentKind, sentVersion] = [textAt(review, 'kind'), textAt(review, 'apiVersion')];
  if (sentKind !== kind || sentVersion !== version)
    throw new WebhookRefusal(400, `this is kind ${quoted(sentKind)} of ${quoted(sentVersion)}, and not ${kind} of ${version}`);
  const request = objectAt(review, 'request') ?? {};
  const uid = textAt(request, 'uid');
  if (uid === '') throw new WebhookRefusal(400, 'the review has no request.uid, so that no answer could be told from another');
  return { uid, request };
}

/** A text of a stranger's, in a message. */
export const quoted = (text: string): string => JSON.stringify(text.slice(0, 100));
