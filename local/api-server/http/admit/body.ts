import type { IncomingMessage } from 'node:http';
import { badRequest, StatusError, tooLarge } from '../../contracts/status-error.ts';

/** As much as a real API server takes. */
const BODY_LIMIT = 3 * 1024 * 1024;

/** The whole body. Throws a StatusError (413) as soon as it is known to be too large, whatever Content-Length says. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > BODY_LIMIT) throw tooLarge(BODY_LIMIT);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // The answer to a refused body still goes out by this socket.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > BODY_LIMIT) throw tooLarge(BODY_LIMIT);
      chunks.push(chunk);
    }
  } catch (error) {
    if (!(error instanceof StatusError)) throw badRequest('the request ended before its body was complete', { cause: error });
    throw error;
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}
