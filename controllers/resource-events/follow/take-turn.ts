import { parseLossless } from '../../../ground/json/lossless.ts';
import type { Clock } from '../../../ground/time/clock.ts';
import { ApiError } from '../../../kube/errors/api-error.ts';
import { withoutManagedFields } from '../../../kube/follow/reflect.ts';
import type { CollectionOptions } from './collection-options.ts';
import type { NamespaceTurn } from './selected-namespaces.ts';

const RETRY_MS = 2_000;

/**
 * A namespace that is not selected any more is deleted, to the reader, with all that is in it; of one that is selected now, all that is
 * there is listed, from a server that knows at least as much as the follower: what the watch tells later and the list has already, is
 * known by its version.
 */
export async function takeTurn(
  { states, intake, log, ...options }: CollectionOptions,
  { namespace, selected }: NamespaceTurn,
  version: string,
  signal: AbortSignal,
): Promise<void> {
  if (!selected) {
    for (const noticed of states.namespaceLeft(namespace)) intake.take(noticed, { at: version, live: true });
    return;
  }
  for (let isIn = false; !isIn && !signal.aborted;) {
    isIn = await listNamespace({ states, intake, log, ...options }, namespace, version, signal).catch((error: unknown) => {
      if (!ApiError.is(error) || ApiError.is(error, 'forbidden', 'not-found')) return true;
      log.debug({ namespace, error }, 'cannot list a namespace that is selected now');
      return false;
    });
    if (!isIn) await pause(options.clock, signal);
  }
}

const pause = (clock: Clock, signal: AbortSignal): Promise<void> => clock.pause(RETRY_MS, signal);

async function listNamespace(
  { client, resource, states, intake }: Pick<CollectionOptions, 'client' | 'resource' | 'states' | 'intake' | 'log'>,
  namespace: string,
  version: string,
  signal: AbortSignal,
): Promise<boolean> {
  const pages = client.listPages(resource, {
    namespace,
    resourceVersion: version,
    resourceVersionMatch: 'NotOlderThan',
    parseJson: parseLossless,
    signal,
  });
  for await (const { items, resourceVersion } of pages)
    for (const item of items)
      for (const noticed of states.applied(withoutManagedFields(item))) intake.take(noticed, { at: resourceVersion, live: true });
  return true;
}
