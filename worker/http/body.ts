import type { IncomingMessage } from 'node:http';
import { RequestError } from './refusals.ts';

const LONGEST_BODY = 16 * 1024;

/** Reads a body that must be a JSON object, and not a byte more than is allowed. */
export async function readObject(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const { 'content-type': type, 'content-encoding': encoding, 'content-length': length } = request.headers;
  // The original's workers never looked at the type: without one, JSON is meant.
  if (type !== undefined && !/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type)) throw new RequestError('not-json');
  if (encoding !== undefined && encoding !== 'identity') throw new RequestError('not-json', 'Content-Encoding: is not understood here');
  if (Number(length) > LONGEST_BODY) throw new RequestError('too-large');
  return parseObject(await readBytes(request));
}

/** By events, not by async iterator: every sale comes this way. */
const readBytes = (request: IncomingMessage): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= LONGEST_BODY) chunks.push(chunk);
      else reject(new RequestError('too-large'));
    });
    request.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    // Nobody is left to answer; the promise must end all the same.
    request.on('close', () => {
      if (!request.complete) reject(new RequestError('bad-request', 'body: was cut off'));
    });
  });

const utf8 = new TextDecoder('utf-8', { fatal: true });

function parseObject(bytes: Buffer): Readonly<Record<string, unknown>> {
  let data: unknown;
  try {
    data = JSON.parse(utf8.decode(bytes));
  } catch {
    throw new RequestError('bad-request', 'body: is not JSON');
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data)) throw new RequestError('bad-request', 'body: give a JSON object');
  return data as Readonly<Record<string, unknown>>;
}
