import type { Client } from '../../../kube/client/client.ts';
import { resource, nameOf, nameOfKey, type KubeObject, type Resource } from '../../../kube/objects/resource.ts';
import type { Delta, Store } from '../../../kube/follow/store.ts';
import type { FollowOptions } from '../../runtime/definition.ts';
import type { PastSource } from '../decide/baseline.ts';
import type { NamespaceSources } from '../decide/namespace-sources.ts';
import type { AnnotationKeys } from '../seen/annotation-keys.ts';
import type { ReloadKey, ReloadParts } from '../seen/reload-key.ts';
import { sameSource, sourceOf, type Source } from '../seen/source.ts';
import { sourceId, type SourceType } from '../seen/source-type.ts';
import type { ReloadMetrics } from '../tell/metrics.ts';
import { followClasses } from './followed-classes.ts';
import { createEventCounter } from './hearing.ts';
import { isKnownUpTo } from './known-up-to.ts';
import { isElsewhere, located } from '../seen/elsewhere.ts';
import { isSharedWith } from '../seen/share.ts';
import type { Place, WatchedNamespaces } from './watched-namespaces.ts';
import { createSourceHistory } from './source-history.ts';

const RESOURCES: Readonly<Record<'ConfigMap' | 'Secret', Resource<Source>>> = {
  ConfigMap: resource<Source>('', 'v1', 'configmaps', 'ConfigMap'),
  Secret: resource<Source>('', 'v1', 'secrets', 'Secret'),
};

export interface FollowedSources {
  /** The sources as the workloads of a namespace know them. */
  in(own: string): NamespaceSources;
  /** Is all known that became of a source, by its id in this namespace, until this version was written? */
  isKnownUpTo(version: string, source: { readonly own: string; readonly id: string }, client: Client): Promise<boolean>;
}

export interface SourceOptions {
  readonly types: readonly SourceType[];
  readonly keys: AnnotationKeys;
  readonly metrics: ReloadMetrics;
  readonly place: Place;
  readonly watched: WatchedNamespaces;
  /** Empty: whatever labels they have. */
  readonly labelSelector: string;
  /** Are the Secrets that Helm keeps its releases in sources like others? */
  readonly readsHelmReleases: boolean;
  /** Is a source that has pods replaced a key of its own? */
  readonly replacesPods: boolean;
  /** The keys of the workloads that a source of this id, in this namespace, may concern. */
  readonly concerned: (namespace: string, id: string) => Iterable<ReloadKey>;
  /** Counts what is heard of. */
  readonly count: () => number;
}

interface Stock extends Pick<Store<Source>, 'get' | 'by' | 'synced'> {
  past(key: string): readonly PastSource[];
  isKnownUpTo(version: string, key: string, client: Client): Promise<boolean>;
}
type StockOf = (where: Pick<FollowOptions<KubeObject>, 'namespaces' | 'fieldSelector' | 'labelSelector'>) => Stock;

const EVERYWHERE = '';

/** Up to a megabyte each, ten for a release, and no pod uses one. */
const NO_HELM_RELEASES = 'type!=helm.sh/release.v1';

/** Follows the sources; a change of one that could be seen wakes the workloads that it may concern. */
export function followSources(parts: Pick<ReloadParts, 'follow'>, options: SourceOptions): FollowedSources {
  const {
    types,
    labelSelector,
    readsHelmReleases,
    watched,
    place: { namespaces, fieldSelector },
  } = options;
  const selectorsOf = (type: SourceType) => {
    const fields = [fieldSelector ?? [], type === 'Secret' && !readsHelmReleases ? NO_HELM_RELEASES : []].flat().join(',');
    return { ...(fields === '' ? {} : { fieldSelector: fields }), ...(labelSelector === '' ? {} : { labelSelector }) };
  };
  const follow = followingEach(parts, options);
  // One by one, as one of them may be refused.
  const places = namespaces.length === 0 ? [EVERYWHERE] : namespaces;
  const stores = new Map(
    types.map((type) => [
      type,
      new Map(places.map((place) => [place, follow[type]({ ...selectorsOf(type), namespaces: place === EVERYWHERE ? [] : [place] })])),
    ]),
  );
  const storeOf = (type: SourceType, namespace: string) => stores.get(type)?.get(namespaces.length === 0 ? EVERYWHERE : namespace);
  const findIn = (own: string, id: string) => {
    const { type, namespace, name } = located(id, own);
    const store = namespace === own || watched.includes(namespace) ? storeOf(type, namespace) : undefined;
    return { store, key: `${namespace}/${name}` };
  };
  return {
    async isKnownUpTo(version, { own, id }, client) {
      const { store, key } = findIn(own, id);
      return store === undefined || (await store.isKnownUpTo(version, key, client));
    },
    in(own) {
      const find = (id: string) => findIn(own, id);
      // One that is not shared with them is to these workloads as if it were to be ignored.
      const seen = (id: string, source: Source): Source =>
        isElsewhere(id) && !isSharedWith(source.sharedWith, own) ? { ...source, ignored: true } : source;
      return {
        namespace: own,
        get(id) {
          const { store, key } = find(id);
          const source = store?.get(key);
          return source === undefined ? undefined : seen(id, source);
        },
        past(id) {
          const { store, key } = find(id);
          const past = store?.past(key) ?? [];
          return isElsewhere(id) ? past.map((state) => ({ ...state, source: seen(id, state.source) })) : past;
        },
        all: (type) => storeOf(type, own)?.by('namespace', own) ?? [],
        knows: (type) => storeOf(type, own)?.synced === true,
        reaches: (id) => find(id).store?.synced === true,
      };
    },
  };
}

/** How the sources of each type are followed. */
function followingEach(
  { follow }: Pick<ReloadParts, 'follow'>,
  { keys, metrics, replacesPods, concerned, count }: SourceOptions,
): Readonly<Record<SourceType, StockOf>> {
  const heard = createEventCounter(metrics);
  const woken = (type: SourceType, delta: Delta<Source>): readonly ReloadKey[] => {
    if (delta.type === 'updated' && sameSource(delta.old, delta.object)) return heard(type, delta, 'nobody could see it');
    const { namespace = '', name } = nameOf(delta.object);
    const id = sourceId(type, name);
    const own: readonly ReloadKey[] =
      delta.type === 'deleted' || delta.object.podSelector === undefined || !replacesPods ? [] : [{ of: 'pods', namespace, id }];
    return heard(type, delta, [...own, ...concerned(namespace, id)]);
  };
  const objects =
    (type: 'ConfigMap' | 'Secret'): StockOf =>
    (where) => {
      const history = createSourceHistory(count);
      const store = follow(RESOURCES[type], {
        ...where,
        without: `nothing rolls for a ${type}`,
        vitalFor: 'to see what workloads are configured by',
        transform: sourceOf(type, keys),
        indexes: { namespace: ({ metadata }) => [metadata?.namespace ?? ''] },
        keys(delta) {
          if (delta.type === 'deleted') history.forget(delta.object);
          else history.note(delta.object);
          return woken(type, delta);
        },
      });
      return {
        get: store.get,
        by: store.by,
        get synced() {
          return store.synced;
        },
        past: history.of,
        isKnownUpTo: (version, key, client) => isKnownUpTo(version, store, { resource: RESOURCES[type], key, where }, client),
      };
    };
  return {
    ConfigMap: objects('ConfigMap'),
    Secret: objects('Secret'),
    // What was before is told from the versions that each pod has.
    SecretProviderClass: (where) =>
      withoutPast(
        followClasses(
          { follow },
          {
            ...where,
            keys,
            concerned: (key) => concerned(nameOfKey(key).namespace ?? '', sourceId('SecretProviderClass', nameOfKey(key).name)),
            heard: (delta, found) => heard('SecretProviderClass', delta, found),
          },
        ),
      ),
  };
}

const withoutPast = (store: Pick<Store<Source>, 'get' | 'by' | 'synced'>): Stock => ({
  get: store.get,
  by: store.by,
  get synced() {
    return store.synced;
  },
  past: () => [],
  isKnownUpTo: async () => true,
});
