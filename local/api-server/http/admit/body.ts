import type { IncomingMessage } from 'node:http';
import { badRequest, tooLarge } from '../../contracts/status-error.ts';

/** As much as a real API server takes. */
const BODY_LIMIT = 3 * 1024 * 1024;

/** The whole body. Throws a StatusError (413) as soon as it is known to be too large, whatever Content-Length says. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > BODY_LIMIT) throw tooLarge(BODY_LIMIT);
  const chunks = await chunksOf(request);
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}

/** By events, not by async iterator: every write comes this way. */
const chunksOf = (request: IncomingMessage): Promise<readonly Buffer[]> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      if (size <= BODY_LIMIT) return void chunks.push(chunk);
      request.off('data', take); // the answer to a refused body still goes out by this socket
      reject(tooLarge(BODY_LIMIT));
    };
    request.on('data', take);
    request.once('end', () => resolve(chunks));
    const cutOff = (cause?: unknown): void => reject(badRequest('the request ended before its body was complete', { cause }));
    request.once('error', cutOff);
    request.once('close', () => request.readableEnded || cutOff());
    if (request.destroyed) cutOff(); // what is held by a fault may be given up by its client meanwhile
  });
