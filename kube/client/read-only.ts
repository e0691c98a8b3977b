import { ApiError } from '../errors/api-error.ts';
import type { Client } from './client.ts';

/** The same cluster, to be looked at only: what would write is refused here, and never sent. */
export function createReadOnlyClient(client: Client): Client {
  const refuse = (verb: string) => (): Promise<never> =>
    Promise.reject(new ApiError('forbidden', `could not ${verb} anything: this process only reads`));
  return {
    ...client,
    create: refuse('create'),
    update: refuse('update'),
    patch: refuse('patch'),
    delete: refuse('delete'),
    evict: refuse('evict'),
    raw: (request) => (['GET', undefined].includes(request.method) ? client.raw(request) : refuse(request.method ?? '')()),
  };
}
