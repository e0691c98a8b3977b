import { containerTrouble } from '../../../kube/objects/container-trouble.ts';
import { inOneLine } from '../../../ground/text/printable.ts';
import type { Deployment, Pod } from '../../../kube/objects/built-in.ts';
import { isReady } from '../../../kube/objects/pod-ready.ts';
import type { ShopWorkers } from '../../cluster/shop-workers.ts';
import { GOODS_PREFIX, SHOP_LABEL, TOWN_LABEL, WAITS_ANNOTATION } from '../../../model/keys.ts';

/** What is to be seen of a realm: kingdoms, towns, shops, and what each holds and waits for. All text of it is printable. */
export interface ShopView {
  readonly kingdom: string;
  readonly town: string;
  readonly shop: string;
  /** Pods that are ready, of those that are wanted. */
  readonly ready: number;
  readonly wanted: number;
  /** Where their number is left to demand. */
  readonly workers?: ShopWorkers;
  /** Sorted by name; a good may be called anything. */
  readonly goods: ReadonlyMap<string, number>;
  readonly waits: readonly string[];
  /** Why it does not run, in its own last words where it has some. */
  readonly trouble?: string;
}

/** `staff`: the workers of shops, by kingdom and shop. */
export function shopsOf(
  deployments: Iterable<Deployment>,
  pods: readonly Pod[],
  staff: ReadonlyMap<string, ShopWorkers> = new Map(),
): readonly ShopView[] {
  const byShop = Map.groupBy(pods, ({ metadata }) => `${metadata?.namespace ?? ''}/${metadata?.labels?.[SHOP_LABEL] ?? ''}`);
  return [...deployments]
    .filter(({ metadata }) => metadata?.labels?.[SHOP_LABEL] !== undefined)
    .map((deployment) => {
      const key = `${deployment.metadata?.namespace ?? ''}/${deployment.metadata?.labels?.[SHOP_LABEL] ?? ''}`;
      return shopView(deployment, byShop.get(key) ?? [], staff.get(key));
    })
    .sort((a, b) => compare(a.kingdom, b.kingdom) || compare(a.town, b.town) || compare(a.shop, b.shop));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function shopView({ metadata, spec }: Deployment, pods: readonly Pod[], workers: ShopWorkers | undefined): ShopView {
  const goods = new Map<string, number>();
  for (const pod of pods)
    for (const [key, value] of Object.entries(pod.metadata?.annotations ?? {})) {
      const good = inOneLine(key.slice(GOODS_PREFIX.length));
      if (key.startsWith(GOODS_PREFIX)) goods.set(good, (goods.get(good) ?? 0) + Number(value));
    }
  const trouble = pods.map(troubleOf).find((found) => found !== undefined);
  const waits = pods.map((pod) => pod.metadata?.annotations?.[WAITS_ANNOTATION] ?? '').filter((wait) => wait !== '');
  return {
    kingdom: inOneLine(metadata?.namespace ?? ''),
    town: inOneLine(metadata?.labels?.[TOWN_LABEL] ?? ''),
    shop: inOneLine(metadata?.labels?.[SHOP_LABEL] ?? ''),
    ready: pods.filter((pod) => pod.metadata?.deletionTimestamp === undefined && isReady(pod)).length,
    wanted: spec?.replicas ?? 1,
    ...(workers?.range === undefined ? {} : { workers }),
    goods: new Map([...goods].sort(([a], [b]) => compare(a, b))),
    waits: [...new Set(waits)].map((wait) => inOneLine(wait)),
    ...(trouble === undefined ? {} : { trouble: inOneLine(trouble) }),
  };
}

const troubleOf = ({ status }: Pod): string | undefined =>
  (status?.containerStatuses ?? []).map((container) => containerTrouble({ ...container })).find((trouble) => trouble !== undefined);
