import { configMaps, deployments, events, namespaces, pods, type Event, type Namespace } from '../../kube/objects/built-in.ts';
import { isKingdom } from '../../kube/objects/kingdom.ts';
import type { Delta } from '../../kube/follow/store.ts';
import type { KubeObject } from '../../kube/objects/resource.ts';
import { REALM_LABEL, SHOP_LABEL } from '../../model/keys.ts';
import type { KingdomPicture } from '../wire/realm.ts';
import { followCollection, type WatchedCollection, type FollowSurroundings } from './follow-collection.ts';
import { createShopTable, type ShopTable } from './shop-facts.ts';
import { createSources, type Sources } from './sources.ts';
import { shown } from '../shown-text.ts';
import { trimConfigMap, trimDeployment, trimEvent, trimNamespace, trimPod } from './trim.ts';

export interface ReaderOptions extends FollowSurroundings {
  /** Only these; none named: all that there are. */
  readonly kingdoms: readonly string[];
  /** All kingdoms by one watch of each resource, or each kingdom by its own, which needs rights in that kingdom alone. */
  readonly scope: 'cluster' | 'kingdoms';
  readonly wall: () => number;
  /** A shop is not as it was; without a key: something else is not. */
  readonly changed: (shop?: string) => void;
  /** Told of each Event of the namespaces that are followed. */
  readonly onEvent: (delta: Delta<Event>) => void;
}

/** What a cluster tells of its realms, kept up to date. */
export interface RealmReader {
  readonly table: ShopTable;
  readonly sources: Sources;
  kingdoms(): readonly KingdomPicture[];
  /** Is a namespace one that is shown? */
  shows(kingdom: string): boolean;
  /** Reads until `signal` aborts. */
  run(signal: AbortSignal): Promise<void>;
}

export function createRealmReader(options: ReaderOptions): RealmReader {
  const { kingdoms: only, scope, wall, changed } = options;
  const table = createShopTable(wall);
  const sources = createSources(wall, () => changed());
  const known = new Map<string, KingdomPicture>(only.map((name) => [name, { name, realm: '' }]));
  const watches = new Map<string, AbortController>();
  const running = new Set<Promise<void>>();

  const followAll = (kingdom: string, signal: AbortSignal): void => {
    for (const [name, collection] of collectionsOf(table, options)) {
      const where = kingdom === '' ? {} : { namespace: kingdom };
      const work = followCollection(options, { ...collection, ...where }, sources.add(name, kingdom), signal);
      running.add(work);
      void work.then(() => running.delete(work));
    }
  };
  const begin = (kingdom: KingdomPicture, signal: AbortSignal): void => {
    known.set(kingdom.name, kingdom);
    changed();
    if (scope === 'cluster' || watches.has(kingdom.name)) return;
    const over = new AbortController();
    watches.set(kingdom.name, over);
    followAll(kingdom.name, AbortSignal.any([signal, over.signal]));
  };
  const end = (kingdom: string): void => {
    known.delete(kingdom);
    watches.get(kingdom)?.abort();
    watches.delete(kingdom);
    for (const shop of table.dropKingdom(kingdom)) changed(shop);
    if (scope === 'kingdoms') sources.drop(kingdom);
    changed();
  };
  const onNamespace = ({ type, object }: Delta<Namespace>, signal: AbortSignal): void => {
    const name = shown(object.metadata?.name);
    if (only.length > 0 && !only.includes(name)) return;
    if (type !== 'deleted' && isKingdom(object)) begin({ name, realm: shown(object.metadata?.labels?.[REALM_LABEL]) }, signal);
    else if (known.has(name) && !only.includes(name)) end(name);
  };
  return {
    table,
    sources,
    kingdoms: () => [...known.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    shows: (kingdom) => known.size === 0 || known.has(kingdom),
    async run(signal) {
      if (scope === 'cluster') followAll('', signal);
      for (const kingdom of known.values()) begin(kingdom, signal);
      const spaces = { resource: namespaces, trim: trimNamespace, onDelta: (delta: Delta<Namespace>) => onNamespace(delta, signal) };
      await followCollection(options, spaces, sources.add('namespaces', ''), signal);
      await Promise.all(running);
    },
  };
}

type NamedCollection = readonly [name: string, collection: WatchedCollection<KubeObject>];

function collectionsOf(table: ShopTable, { changed, onEvent }: Pick<ReaderOptions, 'changed' | 'onEvent'>): readonly NamedCollection[] {
  const told = (shop: string | undefined): void => (shop === undefined ? undefined : changed(shop));
  const named = <T extends KubeObject>(name: string, collection: WatchedCollection<T>): NamedCollection => [
    name,
    collection as unknown as WatchedCollection<KubeObject>,
  ];
  const ofShops = { labelSelector: SHOP_LABEL };
  return [
    named('deployments', { ...ofShops, resource: deployments, trim: trimDeployment, onDelta: (delta) => told(table.deployment(delta)) }),
    named('pods', { ...ofShops, resource: pods, trim: trimPod, onDelta: (delta) => told(table.pod(delta)) }),
    named('configmaps', { ...ofShops, resource: configMaps, trim: trimConfigMap, onDelta: (delta) => told(table.configMap(delta)) }),
    named('events', { resource: events, trim: trimEvent, onDelta: onEvent }),
  ];
}
