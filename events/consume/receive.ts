import { fromHeaders } from '../buses/attributes.ts';
import { decode } from '../formats/decode.ts';
import { UnreadableMessage, type ResourceEvent, type UnknownEvent } from '../formats/resource-event.ts';

/** A request to a server of Node's, or of Express, where something may have read the body already. */
export interface EventRequest {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly readableEnded: boolean;
  iterator(options: { readonly destroyOnReturn: boolean }): AsyncIterable<Uint8Array>;
  readonly body?: unknown;
}

/** No state of an object is larger than ten megabytes, and there are two of them at most. */
const MOST_BYTES = 2 ** 25;

/**
 * The event that a request of an `http(s)://` bus carries, in any format and mode. Answer with 2xx once it is handled: the agent
 * takes 400 and 413 for never and makes a dead letter of the event, and asks again after any other status.
 *
 * Rejects with UnreadableMessage, whose `status` is what to answer; Express does that by itself.
 */
export async function receive(request: EventRequest): Promise<ResourceEvent | UnknownEvent> {
  const headers = Object.entries(request.headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []));
  const contentType = headers.find(([name]) => name === 'content-type')?.[1];
  const body = bytesOf(request.body) ?? (await bodyOf(request));
  return decode({ body, contentType, attributes: fromHeaders(headers) });
}

/** What a body parser has made of it; undefined where there was none. */
function bytesOf(body: unknown): Uint8Array | undefined {
  if (body === undefined || body instanceof Uint8Array) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

async function bodyOf(request: EventRequest): Promise<Uint8Array> {
  if (request.readableEnded)
    throw new Error('cannot read an event: the body of its request was read before: call receive first, or leave the body in request.body');
  const pieces: Uint8Array[] = [];
  let held = 0;
  // Without its connection nobody could answer what is too large.
  for await (const piece of request.iterator({ destroyOnReturn: false })) {
    held += piece.length;
    if (held > MOST_BYTES)
      throw new UnreadableMessage(`cannot read an event of more than ${MOST_BYTES / 2 ** 20} MiB: no object is as large`, { status: 413 });
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
