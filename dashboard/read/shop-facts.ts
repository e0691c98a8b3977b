import { equal } from '../../ground/json/equal.ts';
import type { Delta } from '../../kube/follow/store.ts';
import type { ConfigMap, Deployment } from '../../kube/objects/built-in.ts';
import type { KubeObject } from '../../kube/objects/resource.ts';
import { REALM_LABEL, SHOP_LABEL, SHOP_TYPE_LABEL, TOWN_LABEL } from '../../model/keys.ts';
import type { PodPicture } from '../wire/shop.ts';
import { shown, shownCount } from '../shown-text.ts';
import { afterWaits, type SaidWaits } from './waits-memory.ts';
import { DIRECTIONS_FILE, type WatchedPod } from './trim.ts';
import type { PodAddress } from '../pod-address.ts';
import type { Watched } from './watched.ts';

/** All that the cluster has of one shop. Any part of it may be missing: its watch is late, or refused. */
export interface ShopRecord {
  readonly key: string;
  readonly kingdom: string;
  readonly shop: string;
  readonly town: string;
  readonly type: string;
  readonly realm: string;
  readonly deployment?: DeploymentFacts;
  /** The text of its `directions.json`. */
  readonly directions?: string;
  /** By their names. */
  readonly pods: ReadonlyMap<string, PodPicture>;
  /** Where those of them that run can be asked, by their names. */
  readonly workers: ReadonlyMap<string, PodAddress>;
  /** What its pods waited for. */
  readonly said: readonly SaidWaits[];
}

interface DeploymentFacts {
  readonly replicas: number;
}

/** The shops of a cluster, put together from what happens to their objects. */
export interface ShopTable {
  shops(): Iterable<ShopRecord>;
  get(key: string): ShopRecord | undefined;
  /** Grows whenever something changes that a plan depends on. */
  readonly revision: number;
  /** Each answers the key of the shop that is not as it was; undefined for what belongs to no shop. */
  deployment(delta: Delta<Deployment>): string | undefined;
  configMap(delta: Delta<ConfigMap>): string | undefined;
  pod(delta: Delta<WatchedPod>): string | undefined;
  /** Forgets these of a kingdom that is no more, and answers the keys of its shops. */
  dropKingdom(kingdom: string, what: readonly Watched[]): readonly string[];
}

export function createShopTable(wall: () => number): ShopTable {
  const shops = new Map<string, ShopRecord>();
  let revision = 0;
  const keep = (facts: ShopRecord): void => {
    if (facts.deployment === undefined && facts.directions === undefined && facts.pods.size === 0) shops.delete(facts.key);
    else shops.set(facts.key, facts);
  };
  const change = (object: KubeObject, next: (facts: ShopRecord) => ShopRecord): string | undefined => {
    const named = namesOf(object);
    if (named === undefined) return undefined;
    const before = shops.get(named.key);
    const after: ShopRecord = next(
      before === undefined ? { ...named, pods: new Map(), workers: new Map(), said: [] } : { ...before, ...filled(before, named) },
    );
    if (before?.deployment?.replicas !== after.deployment?.replicas || before?.directions !== after.directions) revision += 1;
    keep(after);
    return named.key;
  };
  return {
    shops: () => shops.values(),
    get: (key) => shops.get(key),
    get revision() {
      return revision;
    },
    deployment: ({ type, object }) =>
      change(object, (facts) => ({
        ...facts,
        deployment: type === 'deleted' ? undefined : { replicas: shownCount(object.spec?.replicas, 1) },
      })),
    configMap: ({ type, object }) =>
      change(object, (facts) => ({ ...facts, directions: type === 'deleted' ? undefined : object.data?.[DIRECTIONS_FILE] })),
    pod: ({ type, object }) =>
      change(object, (facts) => {
        const { picture, address }: Omit<WatchedPod, 'metadata'> = type === 'deleted' ? {} : object;
        const name = object.metadata?.name ?? '';
        const pods = withEntry(facts.pods, name, picture);
        const workers = equal(facts.workers.get(name), address) ? facts.workers : withEntry(facts.workers, name, address);
        return { ...facts, pods, workers, said: afterWaits(facts.said, pods.values(), wall()) };
      }),
    dropKingdom(kingdom, what) {
      const its = [...shops.values()].filter((facts) => facts.kingdom === kingdom);
      for (const facts of its) keep(withoutParts(facts, what));
      revision += 1;
      return its.map(({ key }) => key);
    },
  };
}

const withoutParts = (facts: ShopRecord, what: readonly Watched[]): ShopRecord => ({
  ...facts,
  ...(what.includes('deployments') ? { deployment: undefined } : {}),
  ...(what.includes('configmaps') ? { directions: undefined } : {}),
  ...(what.includes('pods') ? { pods: new Map(), workers: new Map(), said: [] } : {}),
});

function withEntry<T>(entries: ReadonlyMap<string, T>, name: string, entry: T | undefined): ReadonlyMap<string, T> {
  const next = new Map(entries);
  if (entry === undefined) next.delete(name);
  else next.set(name, entry);
  return next;
}

type Names = Pick<ShopRecord, 'key' | 'kingdom' | 'shop' | 'town' | 'type' | 'realm'>;

function namesOf({ metadata }: KubeObject): Names | undefined {
  const label = (name: string): string => shown(metadata?.labels?.[name]);
  const [kingdom, shop] = [shown(metadata?.namespace), label(SHOP_LABEL)];
  if (kingdom === '' || shop === '') return undefined;
  const type = label(SHOP_TYPE_LABEL);
  return { key: `${kingdom}/${shop}`, kingdom, shop, town: label(TOWN_LABEL), type: type === '' ? shop : type, realm: label(REALM_LABEL) };
}

/** A pod or a ConfigMap may lack a label that the Deployment has: what is known of a shop is not forgotten for that. */
const filled = (before: Names, named: Names): Partial<Names> => ({
  town: named.town === '' ? before.town : named.town,
  realm: named.realm === '' ? before.realm : named.realm,
});
