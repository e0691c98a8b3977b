import type { PlacedShop } from '../realm.ts';
import type { Maker, Need } from './supply-graph.ts';

/** Why a maker never makes anything. */
export type Hindrance =
  | { readonly by: 'no-workers' }
  /** It waits for a good that is never made, or that lies in a shop that never opens, since it is short of `opens`. */
  | { readonly by: 'need'; readonly need: Need; readonly opens?: Maker };

export interface Starting {
  /** Those that start, each after all that it needs. */
  readonly order: readonly Maker[];
  readonly never: ReadonlyMap<Maker, Hindrance>;
  /** Circles in which each waits for the next, and none has stock to begin with. */
  readonly loops: readonly (readonly Maker[])[];
}

/**
 * What starts when every store is empty. A shop opens once it holds the minimum of all that it makes (only then is it
 * ready); a maker starts once all its sellers have made something and are open. Whatever is left over never starts.
 */
export function starting(makers: readonly Maker[]): Starting {
  const order: Maker[] = [];
  const missing = new Map(makers.map((maker) => [maker, maker.needs.length]));
  const shops = shopsOf(makers);
  const started = new Set<Maker>();
  const queue = makers.filter((maker) => maker.turns > 0 && maker.needs.length === 0);

  const sells = (seller: Maker) => {
    for (const { buyer } of seller.buyers) {
      const left = (missing.get(buyer) ?? 0) - 1;
      missing.set(buyer, left);
      if (left === 0 && buyer.turns > 0) queue.push(buyer);
    }
  };
  for (let next = 0; next < queue.length; next += 1) {
    const maker = queue[next];
    const shop = maker && shops.get(maker.place);
    if (maker === undefined || shop === undefined) continue;
    order.push(maker);
    started.add(maker);
    if (maker.making.minimum > 0) shop.closedBy.delete(maker);
    if (shop.closedBy.size > 0) shop.made.push(maker);
    else [...shop.made.splice(0), maker].forEach(sells);
  }

  const never = new Map(makers.filter((maker) => !started.has(maker)).map((maker) => [maker, hindrance(maker, started, shops)]));
  return { order, never, loops: loopsOf(never) };
}

interface OpeningShop {
  /** What it must hold a minimum of, and does not make yet. */
  readonly closedBy: Set<Maker>;
  /** What it makes and cannot sell before it opens. */
  readonly made: Maker[];
}

function shopsOf(makers: readonly Maker[]): ReadonlyMap<PlacedShop, OpeningShop> {
  const shops = new Map<PlacedShop, OpeningShop>();
  for (const maker of makers) {
    const shop = shops.get(maker.place) ?? { closedBy: new Set(), made: [] };
    if (maker.making.minimum > 0) shop.closedBy.add(maker);
    shops.set(maker.place, shop);
  }
  return shops;
}

function hindrance(maker: Maker, started: ReadonlySet<Maker>, shops: ReadonlyMap<PlacedShop, OpeningShop>): Hindrance {
  if (maker.turns === 0) return { by: 'no-workers' };
  for (const need of maker.needs) {
    if (!started.has(need.seller)) return { by: 'need', need };
    const [opens] = shops.get(need.seller.place)?.closedBy ?? [];
    if (opens !== undefined) return { by: 'need', need, opens };
  }
  throw new Error(`${maker.place.shop.name} waits for nothing and does not start`);
}

/** Each one that never starts waits for another: following that far enough ends at a shop without workers or walks in a circle. */
function loopsOf(never: ReadonlyMap<Maker, Hindrance>): readonly (readonly Maker[])[] {
  const loops: Maker[][] = [];
  const seen = new Set<Maker>();
  for (const first of never.keys()) {
    const path = new Map<Maker, number>();
    let maker: Maker | undefined = first;
    while (maker !== undefined && !seen.has(maker)) {
      seen.add(maker);
      path.set(maker, path.size);
      maker = waitsFor(never.get(maker));
    }
    const start = maker && path.get(maker);
    if (start !== undefined) loops.push([...path.keys()].slice(start));
  }
  return loops;
}

const waitsFor = (why: Hindrance | undefined): Maker | undefined => (why?.by === 'need' ? (why.opens ?? why.need.seller) : undefined);
