import { resource, nameOf, type Resource } from '../../kube/resource.ts';
import type { Delta, Store } from '../../kube/store.ts';
import type { Parts } from '../runtime/definition.ts';
import type { AnnotationKeys } from './annotation-keys.ts';
import type { Sources } from './compare.ts';
import { selectorOf, type ReloadSettings } from './flags.ts';
import { podsKey } from './kinds.ts';
import type { ReloadMetrics } from './metrics.ts';
import { sameSource, sourceOf, type Source } from './source.ts';
import { sourceId, typeAndName, type SourceType } from './source-type.ts';

const RESOURCES: Readonly<Record<SourceType, Resource<Source>>> = {
  ConfigMap: resource<Source>('', 'v1', 'configmaps', 'ConfigMap'),
  Secret: resource<Source>('', 'v1', 'secrets', 'Secret'),
};

export interface FollowedSources {
  /** The sources of a namespace. */
  in(namespace: string): Sources;
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

/** Follows the sources; a change of one that could be seen wakes the workloads that it may concern. */
export function followSources({ follow }: Parts, { settings, types, keys, metrics, namespaces, fieldSelector, replacesPods, concerned }: SourceOptions): FollowedSources {
  const labelSelector = selectorOf(settings['resource-label-selector']);
  const wake = (type: SourceType, delta: Delta<Source>): Iterable<string> => {
    if (!delta.initial) metrics.received(EVENT_TYPES[delta.type], `${type.toLowerCase()}s`);
    const ended = () => void (delta.initial || metrics.processed(EVENT_TYPES[delta.type], `${type.toLowerCase()}s`, 'skipped'));
    if (delta.type === 'updated' && sameSource(delta.old, delta.object)) {
      metrics.skipped('no_data_change');
      ended();
      return [];
    }
    const { namespace = '', name } = nameOf(delta.object);
    const id = sourceId(type, name);
    const own = delta.type === 'deleted' || delta.object.podSelector === undefined || !replacesPods ? [] : [podsKey(namespace, id)];
    const woken = [...own, ...concerned(namespace, id)];
    if (woken.length === 0) ended();
    return woken;
  };
  const followed = (type: SourceType, only: readonly string[]): Store<Source> =>
    follow(RESOURCES[type], {
      namespaces: only,
      ...(fieldSelector === undefined ? {} : { fieldSelector }),
      ...(labelSelector === '' ? {} : { labelSelector }),
      transform: sourceOf(type, keys),
      indexes: { namespace: ({ metadata }) => [metadata?.namespace ?? ''] },
      keys: (delta) => wake(type, delta),
    });
  // One by one, as one of them may be refused.
  const places = namespaces.length === 0 ? [EVERYWHERE] : namespaces;
  const stores = new Map(types.map((type) => [type, new Map(places.map((place) => [place, followed(type, place === EVERYWHERE ? [] : [place])]))]));
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
