import { resource, nameOf, nameOfKey, type KubeObject, type Resource } from '../../../kube/objects/resource.ts';
import type { Delta, Store } from '../../../kube/follow/store.ts';
import type { FollowOptions, Parts } from '../../runtime/definition.ts';
import type { AnnotationKeys } from '../seen/annotation-keys.ts';
import type { NamespaceSources } from '../decide/compare.ts';
import { selectorOf, type ReloadSettings } from '../flags.ts';
import { followClasses } from './followed-classes.ts';
import { podsKey } from '../seen/kinds.ts';
import { resourceOfType, type ReloadMetrics } from '../tell/metrics.ts';
import { sameSource, sourceOf, type Source } from '../seen/source.ts';
import { sourceId, typeAndName, type SourceType } from '../seen/source-type.ts';

const RESOURCES: Readonly<Record<'ConfigMap' | 'Secret', Resource<Source>>> = {
  ConfigMap: resource<Source>('', 'v1', 'configmaps', 'ConfigMap'),
  Secret: resource<Source>('', 'v1', 'secrets', 'Secret'),
};

export interface FollowedSources {
  /** The sources of a namespace. */
  in(namespace: string): NamespaceSources;
}

export interface SourceOptions {
  readonly settings: ReloadSettings;
  readonly types: readonly SourceType[];
  readonly keys: AnnotationKeys;
  readonly metrics: ReloadMetrics;
  /** None: all of them. */
  readonly namespaces: readonly string[];
  readonly fieldSelector?: string;
  /** Is a source that has pods replaced a key of its own? */
  readonly replacesPods: boolean;
  /** The keys of the workloads that a source of this id, in this namespace, may concern. */
  readonly concerned: (namespace: string, id: string) => Iterable<string>;
}

type Place = Pick<FollowOptions<KubeObject>, 'namespaces' | 'fieldSelector' | 'labelSelector'>;
type Stock = Pick<Store<Source>, 'get' | 'by' | 'synced'>;

/** Follows the sources; a change of one that could be seen wakes the workloads that it may concern. */
export function followSources(
  parts: Parts,
  { settings, types, keys, metrics, namespaces, fieldSelector, replacesPods, concerned }: SourceOptions,
): FollowedSources {
  const labelSelector = selectorOf(settings['resource-label-selector']);
  /** Counts what was heard of, and that it has ended where nobody is to be woken. */
  const heard = (
    type: SourceType,
    { type: event, initial }: Pick<Delta<KubeObject>, 'type' | 'initial'>,
    woken: readonly string[] | 'nobody could see it',
  ): readonly string[] => {
    const found = woken === 'nobody could see it' ? [] : woken;
    if (!initial) metrics.received(EVENT_TYPES[event], resourceOfType(type));
    if (woken === 'nobody could see it') metrics.skipped('no_data_change');
    if (found.length === 0 && !initial) metrics.processed(EVENT_TYPES[event], resourceOfType(type), 'skipped');
    return found;
  };
  const wake = (type: SourceType, delta: Delta<Source>): readonly string[] => {
    if (delta.type === 'updated' && sameSource(delta.old, delta.object)) return heard(type, delta, 'nobody could see it');
    const { namespace = '', name } = nameOf(delta.object);
    const id = sourceId(type, name);
    const own = delta.type === 'deleted' || delta.object.podSelector === undefined || !replacesPods ? [] : [podsKey(namespace, id)];
    return heard(type, delta, [...own, ...concerned(namespace, id)]);
  };
  const objects =
    (type: 'ConfigMap' | 'Secret') =>
    (place: Place): Stock =>
      parts.follow(RESOURCES[type], {
        ...place,
        transform: sourceOf(type, keys),
        indexes: { namespace: ({ metadata }) => [metadata?.namespace ?? ''] },
        keys: (delta) => wake(type, delta),
      });
  const follow: Readonly<Record<SourceType, (place: Place) => Stock>> = {
    ConfigMap: objects('ConfigMap'),
    Secret: objects('Secret'),
    SecretProviderClass: (place) =>
      followClasses(parts, {
        ...place,
        keys,
        concerned: (key) => concerned(nameOfKey(key).namespace ?? '', sourceId('SecretProviderClass', nameOfKey(key).name)),
        heard: (delta, woken) => heard('SecretProviderClass', delta, woken),
      }),
  };
  const selectors = { ...(fieldSelector === undefined ? {} : { fieldSelector }), ...(labelSelector === '' ? {} : { labelSelector }) };
  // One by one, as one of them may be refused.
  const places = namespaces.length === 0 ? [EVERYWHERE] : namespaces;
  const stores = new Map(
    types.map((type) => [
      type,
      new Map(places.map((place) => [place, follow[type]({ ...selectors, namespaces: place === EVERYWHERE ? [] : [place] })])),
    ]),
  );
  return {
    in(namespace) {
      const storeOf = (type: SourceType) => stores.get(type)?.get(namespaces.length === 0 ? EVERYWHERE : namespace);
      return {
        get(id) {
          const { type, name } = typeAndName(id);
          return storeOf(type)?.get(`${namespace}/${name}`);
        },
        all: (type) => storeOf(type)?.by('namespace', namespace) ?? [],
        knows: (type) => storeOf(type)?.synced === true,
      };
    },
  };
}

const EVERYWHERE = '';

const EVENT_TYPES = { added: 'add', updated: 'update', deleted: 'delete' } as const;
