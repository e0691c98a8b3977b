import type { PodPicture, ShopPicture, ShopState, StockPicture } from '../wire/shop.ts';
import type { ShopRecord } from './shop-facts.ts';

/** More pods than these nobody looks through; the worst and the first by name are shown. */
const MOST_PODS = 200;

/** What is shown of a shop, as far as the cluster alone tells. */
export function shopPicture(facts: ShopRecord, since: string): ShopPicture {
  const { key, kingdom, town, shop, type, deployment } = facts;
  const pods = [...facts.pods.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const ready = pods.filter((pod) => pod.ready).length;
  const replicas = deployment?.replicas ?? pods.length;
  const { state, says } = stateOf(pods, ready, replicas);
  return {
    key,
    kingdom,
    town,
    shop,
    type,
    state,
    since,
    by: 'cluster',
    says,
    replicas,
    ready,
    stock: totalStock(pods),
    makes: [],
    buys: [],
    waits: [...new Set(pods.map(({ waits }) => waits).filter((waits) => waits !== ''))].sort(),
    why: [],
    holdsUp: 0,
    measured: { workers: facts.workers.size, answering: 0, window: 0, readyAt: '' },
    pods: shownPods(pods),
  };
}

function stateOf(pods: readonly PodPicture[], ready: number, replicas: number): { readonly state: ShopState; readonly says: string } {
  const troubled = pods.find(({ trouble }) => trouble !== '');
  if (troubled !== undefined && ready < replicas)
    return { state: 'trouble', says: `${ready} of ${replicas} pods are ready: ${troubled.trouble}` };
  if (replicas === 0) return { state: 'unknown', says: 'it has no workers' };
  if (ready < replicas) return { state: 'starting', says: `${ready} of ${replicas} pods are ready` };
  return { state: 'unknown', says: '' };
}

function totalStock(pods: readonly PodPicture[]): readonly StockPicture[] {
  const total = new Map<string, number>();
  for (const { stock } of pods) for (const { good, count } of stock) total.set(good, (total.get(good) ?? 0) + count);
  return [...total].sort(([a], [b]) => (a < b ? -1 : 1)).map(([good, count]) => ({ good, count }));
}

const shownPods = (pods: readonly PodPicture[]): readonly PodPicture[] =>
  pods.length <= MOST_PODS
    ? pods
    : [...pods.filter(({ trouble }) => trouble !== ''), ...pods.filter(({ trouble }) => trouble === '')].slice(0, MOST_PODS);
