import type { Access } from '../access/access.ts';
import type { Client, RequestDone } from './client.ts';
import type { Clock } from '../../ground/time/clock.ts';
import { createReader } from './read.ts';
import { createSend } from './send.ts';
import { createTransport } from './transport.ts';
import { watch } from './watch.ts';
import { createWriter } from './write.ts';

export interface ClientOptions {
  readonly clock: Clock;
  /** Who is noted in managedFields, and told in User-Agent. */
  readonly program: string;
  readonly onRequest?: (done: RequestDone) => void;
  readonly timeoutMs?: number;
}

export function createClient(access: Access, { clock, program, onRequest, timeoutMs }: ClientOptions): Client {
  const transport = createTransport(access, { clock, userAgent: program, onRequest, timeoutMs });
  const send = createSend(transport);
  return {
    ...createReader(send),
    ...createWriter(send, program),
    watch: (resource, options = {}) => watch(transport, clock, resource, options),
    raw: (request) =>
      transport({
        ...request,
        headers: { accept: 'application/json, */*', ...request.headers },
        attempt: `${(request.method ?? 'GET').toLowerCase()} ${request.path}`,
        use: 'stream',
      }),
  };
}
