import type { parseDirections } from '../../../model/directions.ts';
import { storeAddress } from '../../../model/store-url.ts';
import { wantedWorkers, type StaffedShop, type WantedWorkers } from '../../../model/wanted-workers.ts';

/** `wantedWorkers`, which works out again only those kingdoms, with all that they trade with, in which something has changed. */
export function createRememberingMarket(parse: typeof parseDirections): (shops: readonly StaffedShop[]) => WantedWorkers {
  let known = new Map<string, WantedWorkers>();
  return (shops) => {
    const now = new Map<string, WantedWorkers>();
    for (const market of separateMarkets(shops, parse)) {
      const signature = market.map(signatureOf).join('\n');
      now.set(signature, known.get(signature) ?? wantedWorkers(market, parse));
    }
    known = now;
    return together([...now.values()]);
  };
}

/** All that the numbers depend on. */
const signatureOf = ({ kingdom, town, shop, type, replicas, range, directions, asked }: StaffedShop): string =>
  [kingdom, town, shop, type, range === undefined ? replicas : `${range.from}-${range.to}`, ...[...asked].flat(), directions].join(' ');

const together = (parts: readonly WantedWorkers[]): WantedWorkers => ({
  realm: { name: 'cluster', kingdoms: parts.flatMap(({ realm }) => realm.kingdoms) },
  unread: parts.flatMap(({ unread }) => unread),
  elsewhere: parts.flatMap(({ elsewhere }) => elsewhere),
  asked: parts.flatMap(({ asked }) => asked),
  wanted: new Map(parts.flatMap(({ wanted }) => [...wanted])),
});

/** The shops of kingdoms that trade with each other, directly or not. */
function separateMarkets(shops: readonly StaffedShop[], parse: typeof parseDirections): readonly (readonly StaffedShop[])[] {
  const leader = new Map<string, string>();
  const leaderOf = (kingdom: string): string => {
    const next = leader.get(kingdom) ?? kingdom;
    return next === kingdom ? kingdom : leaderOf(next);
  };
  for (const { kingdom, directions = '' } of shops) {
    const parsed = parse(directions);
    if (!parsed.ok) continue;
    for (const { productInputList = [] } of parsed.value)
      for (const { store } of productInputList) {
        const abroad = storeAddress(store, kingdom)?.kingdom ?? kingdom;
        if (abroad !== kingdom) leader.set(leaderOf(abroad), leaderOf(kingdom));
      }
  }
  return [...Map.groupBy(shops, ({ kingdom }) => leaderOf(kingdom)).values()];
}
