import type { Client } from '../../../kube/client/client.ts';
import { storageHash } from '../../../kube/client/storage-hash.ts';
import { resourceTitle, type KubeObject, type Resource } from '../../../kube/objects/resource.ts';
import type { Log } from '../../runtime/tell/log.ts';

/** The same objects, of the same uid, under two names: `events` of the core group and of `events.k8s.io`. */
export interface Twins {
  /** What is chosen, each object once: of twins the one whose group the server names first. */
  without(chosen: readonly Resource<KubeObject>[], signal: AbortSignal): Promise<readonly Resource<KubeObject>[]>;
}

/**
 * Two that are called the same, in different groups, are twins where the server says that it stores them as the same. As long as it
 * does not answer, the second is left out: its objects would come twice.
 */
export function createTwins({ client, log }: { readonly client: Pick<Client, 'raw'>; readonly log: Log }): Twins {
  /** '' where the server does not say. */
  const known = new Map<string, string>();
  async function learn(resource: Resource<KubeObject>, signal: AbortSignal): Promise<void> {
    if (known.has(resourceTitle(resource))) return;
    try {
      known.set(resourceTitle(resource), (await storageHash(client, resource, { signal })) ?? '');
    } catch (error) {
      log.debug({ resource: resourceTitle(resource), error }, 'cannot tell whether these objects have another name');
    }
  }
  return {
    async without(chosen, signal) {
      const left = new Set<Resource<KubeObject>>();
      for (const alike of Map.groupBy(chosen, ({ plural, kind }) => `${plural} ${kind}`).values()) {
        if (alike.length === 1) continue;
        for (const resource of alike) await learn(resource, signal);
        const seen = new Set<string | undefined>();
        for (const [index, resource] of alike.entries()) {
          const hash = known.get(resourceTitle(resource));
          if (index > 0 && hash !== '' && (seen.has(hash) || hash === undefined || seen.has(undefined))) left.add(resource);
          seen.add(hash);
        }
      }
      return chosen.filter((resource) => !left.has(resource));
    },
  };
}
