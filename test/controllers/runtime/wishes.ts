import type { Controller } from '../../../controllers/runtime/definition.ts';
import { eventRights } from '../../../controllers/runtime/rights/event-rights.ts';
import { ApiError } from '../../../kube/errors/api-error.ts';
import { configMaps, type ConfigMap } from '../../../kube/objects/built-in.ts';
import { keyOf, nameOfKey } from '../../../kube/objects/resource.ts';

/** A wish: it wants a ConfigMap `gift-<name>` beside it, and its uid in its own annotation. */
export const wish = (name: string, unlike: Partial<ConfigMap['metadata']> = {}): ConfigMap => ({
  metadata: { name, namespace: 'default', labels: { wish: '' }, ...unlike },
});

/** What the reconcile of a wish does beside its writes: a test's way in. */
export interface Hooks {
  readonly before?: (key: string, signal: AbortSignal) => Promise<void> | void;
}

/** A controller with two writes, each of which can be done twice. */
export const wishes = ({ before }: Hooks = {}): Controller => ({
  name: 'wishes',
  summary: 'grants wishes',
  flags: {},
  rights: () => [{ verbs: ['create', 'patch'], resource: configMaps, without: 'no wish is granted' }, eventRights()],
  setUp({ follow, recordEvent }) {
    const store = follow(configMaps, { labelSelector: 'wish', keys: ({ object }) => [keyOf(object)] });
    return async (key, { client, signal }) => {
      await before?.(key, signal);
      const found = store.get(key);
      if (found === undefined) return 'on-change';
      const { namespace, name } = nameOfKey(key);
      const gift = { namespace, name: `gift-${name}` };
      if (found.data?.['spoiled'] !== undefined) {
        recordEvent({ resource: configMaps, object: found }, { type: 'Warning', reason: 'Spoiled', message: 'no gift for a spoiled wish' });
        return 'on-change';
      }
      const granted = found.metadata?.annotations?.['granted'];
      if (granted !== undefined) return 'on-change';
      const { metadata } = await client.create(configMaps, { metadata: gift }).catch((error: unknown) => {
        if (ApiError.is(error, 'already-exists')) return client.get(configMaps, gift);
        throw error;
      });
      await client.patch(
        configMaps,
        { namespace, name },
        { merge: { metadata: { uid: found.metadata?.uid, annotations: { granted: metadata?.uid } } } },
      );
      return 'on-change';
    };
  },
});
