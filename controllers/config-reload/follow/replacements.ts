import { ApiError } from '../../../kube/errors/api-error.ts';
import { configMaps } from '../../../kube/objects/built-in.ts';
import type { Client } from '../../../kube/client/client.ts';
import type { PodReplacementState } from '../decide/replace-pods-step.ts';
import type { ReloadSettings } from '../flags.ts';

/** What is remembered of each source that has its pods replaced. */
export interface PodReplacementStates {
  get(client: Client, namespace: string, id: string): Promise<PodReplacementState | undefined>;
  set(client: Client, namespace: string, id: string, replacement: PodReplacementState): Promise<void>;
}

export function createPodReplacementStates(settings: ReloadSettings): PodReplacementStates {
  if (settings['pod-state'] === 'memory') return inMemory();
  const kept = inConfigMap(settings['state-namespace']);
  return settings['dry-run'] ? inMemoryOver(kept) : kept;
}

/** For as long as the process lives: what changes while there is none is missed. */
function inMemory(): PodReplacementStates {
  const known = new Map<string, PodReplacementState>();
  return {
    get: async (_, namespace, id) => known.get(`${namespace}/${id}`),
    set: async (_, namespace, id, replacement) => void known.set(`${namespace}/${id}`, replacement),
  };
}

/** What is remembered elsewhere is read, as far as it may be; what is to be remembered stays in memory. */
function inMemoryOver(elsewhere: PodReplacementStates): PodReplacementStates {
  const own = inMemory();
  return {
    async get(client, namespace, id) {
      try {
        return (await own.get(client, namespace, id)) ?? (await elsewhere.get(client, namespace, id));
      } catch (error) {
        if (ApiError.is(error, 'forbidden')) return undefined;
        throw error;
      }
    },
    set: own.set,
  };
}

export const STATE_CONFIG_MAP = 'civ8s-config-reload';

/** In a ConfigMap beside the controller: an entry a source, each written by itself. */
function inConfigMap(stateNamespace: string): PodReplacementStates {
  const name = { namespace: stateNamespace, name: STATE_CONFIG_MAP };
  const field = (namespace: string, id: string) => `${namespace}_${id.replace('/', '_')}`;
  return {
    async get(client, namespace, id) {
      try {
        return parse((await client.get(configMaps, name)).data?.[field(namespace, id)]);
      } catch (error) {
        if (ApiError.is(error, 'not-found')) return undefined;
        throw error;
      }
    },
    async set(client, namespace, id, replacement) {
      const data = { [field(namespace, id)]: JSON.stringify(replacement) };
      try {
        await client.patch(configMaps, name, { merge: { data } });
      } catch (error) {
        if (!ApiError.is(error, 'not-found')) throw error;
        await client.create(configMaps, { metadata: name, data });
      }
    },
  };
}

function parse(text: string | undefined): PodReplacementState | undefined {
  try {
    const { digest, left, ready } = JSON.parse(text ?? '') as Partial<PodReplacementState>;
    return typeof digest === 'string' && Array.isArray(left) && typeof ready === 'number' ? { digest, left, ready } : undefined;
  } catch {
    return undefined;
  }
}
