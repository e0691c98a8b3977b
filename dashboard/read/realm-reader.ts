import { namespaces, type Event, type Namespace } from '../../kube/objects/built-in.ts';
import { isKingdom } from '../../kube/objects/kingdom.ts';
import type { Delta } from '../../kube/follow/store.ts';
import type { KubeObject } from '../../kube/objects/resource.ts';
import { REALM_LABEL } from '../../model/keys.ts';
import type { KingdomPicture } from '../wire/realm.ts';
import { followCollection, type WatchedCollection, type FollowSurroundings } from './follow-collection.ts';
import { createKingdomPlaces, leftOut } from './kingdom-places.ts';
import { createShopTable, type ShopTable } from './shop-facts.ts';
import { createSources, type SourceEvent, type Sources } from './sources.ts';
import { shown } from '../shown-text.ts';
import { trimConfigMap, trimDeployment, trimEvent, trimNamespace, trimPod } from './trim.ts';
import { WATCHED, watchedSelection, type Watched } from './watched.ts';

export interface ReaderOptions extends FollowSurroundings {
  /** Only these; none named: all that there are. */
  readonly kingdoms: readonly string[];
  /** What is watched once for all kingdoms; the rest in each kingdom by itself, which needs rights in that kingdom alone. */
  readonly clusterWide: ReadonlySet<Watched>;
  /** So many kingdoms are read by themselves. */
  readonly mostAlone: number;
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
  const { kingdoms: only, clusterWide, mostAlone, wall, changed } = options;
  const table = createShopTable(wall);
  const sources = createSources(wall, () => changed());
  const byKingdom = WATCHED.filter((name) => !clusterWide.has(name));
  const places = createKingdomPlaces(byKingdom.length === 0 ? Infinity : mostAlone);
  for (const name of only) places.take({ name, realm: '' });
  const watches = new Map<string, AbortController>();
  const running = new Set<Promise<void>>();
  const collections = collectionsOf(table, options);
  const tellOfWaiting = tellerOf(sources);

  const follow = (names: Iterable<Watched>, kingdom: string, signal: AbortSignal): void => {
    for (const name of names) {
      const collection = { ...watchedSelection[name], ...collections[name], ...(kingdom === '' ? {} : { namespace: kingdom }) };
      const work = followCollection(options, collection, sources.add(name, kingdom), signal);
      running.add(work);
      void work.then(() => running.delete(work));
    }
  };
  const begin = (kingdom: KingdomPicture, signal: AbortSignal): void => {
    const fits = places.take(kingdom);
    tellOfWaiting(leftOut(places));
    changed();
    if (!fits || watches.has(kingdom.name)) return;
    const over = new AbortController();
    watches.set(kingdom.name, over);
    follow(byKingdom, kingdom.name, AbortSignal.any([signal, over.signal]));
  };
  const end = (kingdom: string, signal: AbortSignal): void => {
    const wasFollowed = places.followed.has(kingdom);
    const next = places.leave(kingdom);
    tellOfWaiting(leftOut(places));
    if (!wasFollowed) return;
    watches.get(kingdom)?.abort();
    watches.delete(kingdom);
    for (const shop of table.dropKingdom(kingdom, byKingdom)) changed(shop);
    sources.drop(kingdom);
    changed();
    if (next !== undefined) begin(next, signal);
  };
  const onNamespace = ({ type, object }: Delta<Namespace>, signal: AbortSignal): void => {
    const name = shown(object.metadata?.name);
    if (only.length > 0 && !only.includes(name)) return;
    if (type !== 'deleted' && isKingdom(object)) begin({ name, realm: shown(object.metadata?.labels?.[REALM_LABEL]) }, signal);
    else if (!only.includes(name)) end(name, signal);
  };
  return {
    table,
    sources,
    kingdoms: () => [...places.followed.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    shows: (kingdom) => places.followed.size === 0 || places.followed.has(kingdom),
    async run(signal) {
      follow(clusterWide, '', signal);
      for (const kingdom of places.followed.values()) begin(kingdom, signal);
      const spaces = { resource: namespaces, trim: trimNamespace, onDelta: (delta: Delta<Namespace>) => onNamespace(delta, signal) };
      await followCollection(options, spaces, sources.add('namespaces', ''), signal);
      await Promise.all(running);
    },
  };
}

/** Of kingdoms that are left out, once there are any. */
function tellerOf(sources: Sources): (says: string | undefined) => void {
  let tell: ((event: SourceEvent) => void) | undefined;
  return (says) => {
    if (says !== undefined) (tell ??= sources.add('kingdoms', ''))({ is: 'left out', says });
    else tell?.({ is: 'listed' });
  };
}

type Taken = Pick<WatchedCollection<KubeObject>, 'trim' | 'onDelta'>;

function collectionsOf(
  table: ShopTable,
  { changed, onEvent }: Pick<ReaderOptions, 'changed' | 'onEvent'>,
): Readonly<Record<Watched, Taken>> {
  const told = (shop: string | undefined): void => (shop === undefined ? undefined : changed(shop));
  const taken = <T extends KubeObject>(how: Pick<WatchedCollection<T>, 'trim' | 'onDelta'>): Taken => how as unknown as Taken;
  return {
    deployments: taken({ trim: trimDeployment, onDelta: (delta) => told(table.deployment(delta)) }),
    pods: taken({ trim: trimPod, onDelta: (delta) => told(table.pod(delta)) }),
    configmaps: taken({ trim: trimConfigMap, onDelta: (delta) => told(table.configMap(delta)) }),
    events: taken({ trim: trimEvent, onDelta: onEvent }),
  };
}
