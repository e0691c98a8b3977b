import type { ShopAddress } from '../../model/realm.ts';
import type { LimitPlan, RealmPlan, ShopPlan } from './realm-plan.ts';
import type { Shortage } from './remedies.ts';

/** Of the causes in a realm the worst hold up nearly all. */
const MOST_SHORTAGES = 10;

/** The shops that make all they can while others wait for it, those that hold up most first. */
export function shortagesOf({ shops }: RealmPlan): readonly Shortage[] {
  const found = new Map<string, { readonly end: LimitPlan; readonly held: { readonly key: string; readonly steps: number }[] }>();
  for (const shop of shops.values()) {
    const chain = chainFrom(shop, shops);
    if (chain === undefined) continue;
    const key = `${chain.end.from}/${chain.end.good}`;
    const known = found.get(key) ?? { end: chain.end, held: [] };
    known.held.push({ key: shop.key, steps: chain.steps });
    found.set(key, known);
  }
  return [...found.values()]
    .sort((a, b) => b.held.length - a.held.length || (a.end.from < b.end.from ? -1 : 1))
    .slice(0, MOST_SHORTAGES)
    .flatMap(({ end, held }) => {
      const [target] = held.sort((a, b) => b.steps - a.steps || (a.key < b.key ? -1 : 1));
      return target === undefined ? [] : [{ seller: addressOf(end.from), good: end.good, target: addressOf(target.key) }];
    });
}

/** From a shop by what limits each to one that makes all it can; undefined where it ends elsewhere. */
function chainFrom(first: ShopPlan, shops: RealmPlan['shops']): { readonly end: LimitPlan; readonly steps: number } | undefined {
  const seen = new Set<string>();
  let shop: ShopPlan | undefined = first;
  let end: LimitPlan | undefined;
  while (shop !== undefined && !seen.has(shop.key)) {
    seen.add(shop.key);
    const limit: LimitPlan | undefined = shop.makes.map((making) => making.limit).find(({ by }) => by === 'input');
    if (limit === undefined) return end === undefined || shop.state !== 'full' ? undefined : { end, steps: seen.size };
    end = limit;
    shop = shops.get(limit.from);
  }
  return undefined;
}

function addressOf(key: string): ShopAddress {
  const slash = key.indexOf('/');
  return { kingdom: key.slice(0, slash), shop: key.slice(slash + 1) };
}
