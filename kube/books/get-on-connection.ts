import type { IncomingMessage, RequestOptions } from 'node:http';
import type { Duplex } from 'node:stream';
import { nodeHttp } from '../../ground/node-http.ts';
import { ApiError } from '../errors/api-error.ts';

/** One GET of a worker on a connection of its own, which ends with it. */
export async function* getOnConnection(connection: Duplex, path: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  try {
    yield* await okBody({ createConnection: () => connection, host: 'worker', path, signal });
  } finally {
    connection.destroy();
  }
}

/** One GET of a worker at the address of its pod. */
export async function* getAtAddress(host: string, port: number, path: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  yield* await okBody({ host, port, path, signal, agent: false });
}

async function okBody(options: RequestOptions): Promise<IncomingMessage> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    nodeHttp.get({ ...options, headers: { connection: 'close' } }, resolve).once('error', reject);
  });
  if (answer.statusCode === 200) return answer;
  answer.destroy();
  throw new ApiError('unavailable', `it answered ${answer.statusCode ?? 0}`);
}
