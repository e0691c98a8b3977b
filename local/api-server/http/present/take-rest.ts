import type { IncomingMessage, ServerResponse } from 'node:http';

/** As much as the real server takes. */
const LONGEST_REST = 256 * 1024;

/**
 * Takes what is still to come of a body that was refused: where the connection is closed instead, a client that is still sending is told
 * of a broken pipe, and not what it was answered. One that says that there is more than is taken, or sends more, loses its connection.
 */
export function takeRest(request: IncomingMessage, response: ServerResponse): void {
  if (Number(request.headers['content-length'] ?? 0) > LONGEST_REST) {
    response.shouldKeepAlive = false;
    return;
  }
  let taken = 0;
  request.on('data', (bytes: Buffer) => {
    taken += bytes.length;
    if (taken > LONGEST_REST) request.destroy();
  });
}
