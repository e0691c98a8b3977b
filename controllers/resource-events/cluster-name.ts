import { waitMs } from '../../ground/time/back-off.ts';
import type { Clock } from '../../ground/time/clock.ts';
import { ApiError } from '../../kube/errors/api-error.ts';
import type { Client } from '../../kube/client/client.ts';
import { namespaces } from '../../kube/objects/built-in.ts';
import { metadataOf } from '../../kube/objects/resource.ts';
import type { Log } from '../runtime/tell/log.ts';

const RETRIES = { firstMs: 800, longestMs: 30_000 };

/**
 * What stands for a cluster that was given no id: the uid of kube-system, which lives as long as the cluster does. '' where it may not
 * be read.
 */
export async function clusterName(client: Client, clock: Clock, log: Log, signal: AbortSignal): Promise<string> {
  for (let tries = 1; !signal.aborted; tries++) {
    try {
      const { metadata } = await client.get(metadataOf(namespaces), { name: 'kube-system' }, { signal });
      return metadata?.uid ?? '';
    } catch (error) {
      if (signal.aborted) break;
      if (ApiError.is(error, 'forbidden', 'not-found')) {
        log.warn(
          { error },
          'sources of events do not tell this cluster from others: give a --cluster-id, or let this account read the namespace kube-system',
        );
        return '';
      }
      log.debug({ error }, 'cannot tell which cluster this is');
      await clock.pause(waitMs(RETRIES, tries), signal);
    }
  }
  return '';
}
