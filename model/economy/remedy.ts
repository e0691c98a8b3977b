import { addressKey, placeKey, type Realm, type ShopAddress } from '../realm.ts';
import { MOST_REPLICAS } from '../checks/replicas-problems.ts';
import type { ShopFlow } from './economy.ts';
import type { WorkerCounts } from './market.ts';
import { replicasFor } from './replicas-for.ts';
import { declaredWorkers } from './supply-graph.ts';
import { isLeftToDemand, workersRange } from '../workers-range.ts';

/** The workers with which everybody would work at full speed, if each shop could have any number. */
export const workersForFullSpeed = (realm: Realm): WorkerCounts =>
  replicasFor(realm, (place) => ({ from: declaredWorkers(place), to: MOST_REPLICAS }));

/** More names than these tell nobody anything. */
const MOST_NAMED = 4;

/**
 * Answers, for a supplier of which too little comes, the workers that it and its own suppliers would need, and how many of them
 * demand may give; nothing where more would not help.
 */
export function remedies(shops: readonly ShopFlow[], wanted: () => WorkerCounts): (supplier: ShopAddress) => string | undefined {
  const byKey = new Map(shops.map((flow) => [placeKey(flow), flow]));
  let counts: WorkerCounts | undefined; // a realm in which nobody is short never asks
  const wants = (key: string): number => (counts ??= wanted()).get(key) ?? 0;
  return (supplier) => {
    const chain = upstream(byKey, addressKey(supplier)).filter(([key, flow]) => wants(key) > declaredWorkers(flow));
    if (chain[0]?.[0] !== addressKey(supplier)) return undefined;
    const named = chain.slice(0, MOST_NAMED).map(([key, { kingdom, shop }], index) => {
      const place = kingdom.name === supplier.kingdom ? '' : ` in ${kingdom.name}`;
      return `${wants(key)} ${index === 0 ? 'workers of' : 'of'} ${shop.name}${place}`;
    });
    const more = chain.length - named.length;
    const needed = listed(more === 0 ? named : [...named, `more of ${more === 1 ? 'another shop' : `${more} other shops`}`]);
    return `${needed} would do${leftToDemand(chain.slice(0, MOST_NAMED), wants)}`;
  };
}

/** `, and it may have 5`; `, and mill may have 5, but mint only 2`: of the shops with a range, whether that is wide enough. */
function leftToDemand(chain: readonly (readonly [string, ShopFlow])[], wants: (key: string) => number): string {
  const ranged = chain.flatMap(([key, { shop }]) => {
    const range = workersRange(shop.replicas);
    return isLeftToDemand(range) ? [{ name: chain.length === 1 ? 'it' : shop.name, to: range.to, suffices: range.to >= wants(key) }] : [];
  });
  const wide = ranged.filter(({ suffices }) => suffices);
  const narrow = ranged.filter(({ suffices }) => !suffices);
  const most = (shops: typeof ranged, verb: string) =>
    listed(shops.map(({ name, to }, index) => `${name}${index === 0 ? verb : ''} ${to}`));
  return [
    wide.length === 0 ? '' : `, and ${most(wide, ' may have')}`,
    narrow.length === 0 ? '' : `, but ${most(narrow, wide.length === 0 ? ' may have only' : ' only')}`,
  ].join('');
}

/** A shop, and those that it needs, directly or not. */
function upstream(shops: ReadonlyMap<string, ShopFlow>, first: string): readonly (readonly [string, ShopFlow])[] {
  const reached = new Set([first]);
  for (const key of reached)
    for (const { inputs } of shops.get(key)?.makes ?? []) for (const { from } of inputs) reached.add(addressKey(from));
  return [...reached].flatMap((key) => {
    const flow = shops.get(key);
    return flow === undefined ? [] : [[key, flow] as const];
  });
}

const listed = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
