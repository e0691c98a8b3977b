import { inSeconds } from '../duration.ts';
import { placeKey, type Realm } from '../realm.ts';
import { share } from './sharing.ts';
import { starting } from './starting.ts';
import { supplyGraph, type Maker, type Need } from './supply-graph.ts';

/** The workers of each shop, by `placeKey`. */
export type WorkerCounts = ReadonlyMap<string, number>;

/** Who buys of whom, with so many workers. */
export interface StaffedMarket {
  readonly makers: readonly Maker[];
  /** Those that start, sellers before their buyers. */
  readonly order: readonly Maker[];
  /** The part of its turns that a maker completes. */
  readonly busy: (maker: Maker) => number;
  /** The part of what it could use that a need is granted. */
  readonly granted: (need: Need) => number;
}

/** The market of a realm in which each shop has so many workers. */
export function marketOf(realm: Realm, workers: WorkerCounts): StaffedMarket {
  const makers = supplyGraph(realm, (place) => workers.get(placeKey(place)) ?? 1);
  const { order } = starting(makers);
  const { busy, granted } = share(order, makers.length);
  return { makers, order, granted, busy: (maker) => busy[maker.index] ?? 0 };
}

/** Units a second that one worker makes. */
export const perWorker = ({ making }: Maker): number => making.amount / inSeconds(making.every);
