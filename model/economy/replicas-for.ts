import { inSeconds } from '../duration.ts';
import { placeKey, placedShops, type PlacedShop, type Realm } from '../realm.ts';
import type { WorkersRange } from '../workers-range.ts';
import { marketOf, perWorker, type StaffedMarket, type WorkerCounts } from './market.ts';
import { withOutsiders, type Asked } from './outsiders.ts';
import { shelf } from './sharing.ts';
import type { Maker, Need } from './supply-graph.ts';

/** Less than this part of a worker is a rounding error. */
const ROUNDING = 1e-6;
/** What waited and is gone leaves goods to others, who may then need more: seldom more than twice. */
const MOST_ROUNDS = 8;

/**
 * The workers with which nobody is short who could be served, and none is there for nothing: each shop's between what
 * `rangeOf` says. `asked` is what outsiders would buy beside the shops of the realm.
 *
 * First every shop gets the workers for all that its buyers could use if nothing else held them up. Where a supplier is at its
 * most, its buyers wait: the workers that would only wait go, and so do those of others that made goods for them. What these
 * no longer use may serve somebody else, who then needs more of other goods: so both are done until nothing moves.
 */
export function replicasFor(realm: Realm, rangeOf: (place: PlacedShop) => WorkersRange, asked: readonly Asked[] = []): WorkerCounts {
  const whole = withOutsiders(realm, asked);
  const ranges = new Map(placedShops(realm).map((place) => [placeKey(place), rangeOf(place)]));
  let workers: WorkerCounts = new Map([...ranges].map(([key, { from }]) => [key, from]));
  let market = marketOf(whole, workers);
  let held: Held = () => 1;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const raised = withAllThatHelp(market, workers, ranges, held);
    if (raised === workers) break;
    let lowered = raised;
    do {
      workers = lowered;
      market = marketOf(whole, workers);
      lowered = withoutIdle(market, workers, ranges);
    } while (lowered !== workers);
    held = heldBy(market, workers, ranges);
  }
  return workers;
}

type Ranges = ReadonlyMap<string, WorkersRange>;

/** The part of what a buyer could use of a good that it will get, however many workers are added. */
type Held = (need: Need) => number;

/** From buyers to sellers, until nothing moves: the workers of one shop may make goods for each other by way of others. */
function withAllThatHelp({ order }: StaffedMarket, before: WorkerCounts, ranges: Ranges, held: Held): WorkerCounts {
  const workers = new Map(before);
  const usable = new Map<Maker, number>();
  const starts = new Set(order);
  const turns = (maker: Maker): number => {
    const most = (workers.get(placeKey(maker.place)) ?? 1) / inSeconds(maker.making.every);
    return maker.making.maximum === undefined ? most : Math.min(most, (usable.get(maker) ?? 0) / maker.making.amount);
  };
  const couldUse = (need: Need): number => {
    const part = need.buyer.needs.reduce((least, other) => Math.min(least, shelf(other), other === need ? 1 : held(other)), 1);
    return starts.has(need.buyer) ? turns(need.buyer) * need.amount * part : 0;
  };
  let grows = false;
  for (let moved = true; moved; grows ||= moved) {
    moved = false;
    for (const maker of order.toReversed()) {
      const units = maker.buyers.reduce((sum, need) => sum + couldUse(need), 0);
      usable.set(maker, units);
      const key = placeKey(maker.place);
      const has = workers.get(key) ?? 1;
      const wanted = Math.min(ranges.get(key)?.to ?? has, Math.ceil(units / perWorker(maker) - ROUNDING));
      if (wanted <= has) continue;
      workers.set(key, wanted);
      moved = true;
    }
  }
  return grows ? workers : before;
}

/** Without the workers that wait for an input, and those whose goods nobody uses. */
function withoutIdle({ order, busy }: StaffedMarket, before: WorkerCounts, ranges: Ranges): WorkerCounts {
  const useful = new Map([...ranges].map(([key, { from }]) => [key, from]));
  for (const maker of order) {
    const key = placeKey(maker.place);
    const sold = maker.buyers.reduce((sum, need) => sum + need.full * busy(need.buyer), 0);
    const needed = Math.ceil(Math.min(sold, maker.full * busy(maker)) / perWorker(maker) - ROUNDING);
    useful.set(key, Math.max(useful.get(key) ?? 1, Math.min(needed, before.get(key) ?? 1)));
  }
  return [...ranges.keys()].every((key) => useful.get(key) === before.get(key)) ? before : useful;
}

/** More of a good comes by more workers, unless the shop has its most, or waits itself. */
const heldBy =
  ({ busy, granted }: StaffedMarket, workers: WorkerCounts, ranges: Ranges): Held =>
  (need) => {
    const key = placeKey(need.seller.place);
    const soft = (workers.get(key) ?? 1) < (ranges.get(key)?.to ?? 1) && busy(need.seller) > 1 - ROUNDING;
    return soft ? 1 : granted(need);
  };
