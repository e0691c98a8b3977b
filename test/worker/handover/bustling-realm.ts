import { milliseconds } from '../../../model/duration.ts';
import type { Realm } from '../../../model/realm.ts';
import { kingdom, realmOf, town } from '../../../model/realm-of.ts';
import { make, shop } from '../../../model/shop.ts';

/** Those that trade; the goldsmith beside them only makes. */
export const TRADING = ['woodworker', 'stoneworker', 'ironworker', 'craftsman'] as const;
export const WORKERS = 3;

/**
 * The shops of the sample with three workers each, as fast as they are let. Each stops when its store is full: so the realm comes to
 * rest when nobody buys any more, and then it can be counted to the last good.
 */
export function bustlingRealm(name: string, kingdomName: string): Realm {
  const replicas = { replicas: WORKERS };
  const [often, plenty] = [
    { amount: 1, every: milliseconds(200), minimum: 0, maximum: 40 },
    { amount: 20, every: milliseconds(500), minimum: 0, maximum: 400 },
  ];
  const woodworker = shop('woodworker', replicas, make('wood', plenty));
  const stoneworker = shop('stoneworker', replicas, make('stone', plenty));
  const ironworker = shop(
    'ironworker',
    replicas,
    make('iron', { ...often, from: [stoneworker.sells('stone', 3), woodworker.sells('wood', 5)] }),
  );
  const craftsman = shop(
    'craftsman',
    replicas,
    make('axe', { ...often, from: [woodworker.sells('wood', 4), ironworker.sells('iron', 1)] }),
  );
  const goldsmith = shop('goldsmith', replicas, make('gold', { amount: 50, every: milliseconds(500), minimum: 0, maximum: 5_000 }));
  return realmOf(name, kingdom(kingdomName, town('market-town', woodworker, stoneworker, ironworker, craftsman, goldsmith)));
}
