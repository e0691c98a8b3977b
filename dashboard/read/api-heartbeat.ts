import { ApiError } from '../../kube/errors/api-error.ts';
import type { FollowSurroundings } from './follow-collection.ts';
import type { SourceEvent } from './sources.ts';

const EVERY_MS = 5_000;
const DEADLINE_MS = 4_000;

/**
 * Asks the API server for its version again and again: a watch of what never changes says nothing for a minute, and one
 * whose connection was lost says nothing for five. Whatever the server answers, it is there.
 */
export async function followApiServer(
  { client, clock }: FollowSurroundings,
  tell: (event: SourceEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const { body } = await client.raw({ path: '/version', signal, timeoutMs: DEADLINE_MS });
      for await (const _ of body);
      tell({ is: 'listed' });
    } catch (error) {
      if (signal.aborted) return;
      tell(ApiError.is(error) && error.status !== undefined && error.status < 500 ? { is: 'listed' } : { is: 'failed', error });
    }
    await clock.pause(EVERY_MS, signal);
  }
}
