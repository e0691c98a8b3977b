import { firstStocks } from './first-stock.ts';
import { placedShops, type PlacedShop, type Realm, type ShopAddress } from '../realm.ts';
import { share, shelf, type Sharing } from './sharing.ts';
import { starting, type Hindrance } from './starting.ts';
import { makerKey, supplyGraph, type Maker, type Need } from './supply-graph.ts';

/** What a realm makes and uses in the long run. All rates are units a second, of all workers of a shop together. */
export interface Economy {
  /** By name. A good that several kingdoms make is one good. */
  readonly goods: readonly GoodFlow[];
  /** In the order of the realm. */
  readonly shops: readonly ShopFlow[];
  /** Circles of shops of which each waits for the next, for ever. */
  readonly loops: readonly (readonly MakingFlow[])[];
}

export interface GoodFlow {
  readonly good: string;
  /** What its makers could make, and what they make. */
  readonly supply: number;
  readonly made: number;
  /** What its buyers could use, and what they use. */
  readonly demand: number;
  readonly used: number;
}

export interface ShopFlow extends PlacedShop {
  readonly makes: readonly MakingFlow[];
  /**
   * Seconds until an empty shop, in a realm where all start empty,
   * holds more than its minimum of all it makes; Infinity if it never does.
   */
  readonly firstStockSeconds: number;
}

export interface MakingFlow {
  readonly seller: ShopAddress;
  readonly good: string;
  /** What it could make, and what it makes. */
  readonly full: number;
  readonly rate: number;
  readonly inputs: readonly InputFlow[];
  readonly limit: Limit;
  readonly firstStockSeconds: number;
}

export interface InputFlow {
  readonly good: string;
  readonly from: ShopAddress;
  /** What it could use, and what it uses. */
  readonly demand: number;
  readonly used: number;
}

/** What keeps a maker from more. */
export type Limit =
  | { readonly by: 'interval' }
  /** Less of an input is sold than it could use; `shelf`, if that is because the seller's maximum leaves only so many to sell at a time. */
  | { readonly by: 'input'; readonly input: InputFlow; readonly short: number; readonly shelf?: number }
  /** Its store is full: it makes what it sells. */
  | { readonly by: 'maximum' }
  | { readonly by: 'no-workers' }
  /** It never starts, waiting for a good; `opens` keeps the seller's shop closed, if the good itself is made. */
  | { readonly by: 'never'; readonly input: InputFlow; readonly opens?: string; readonly inLoop: boolean };

/** The economy of a realm without mistakes. */
export function economy(realm: Realm): Economy {
  const makers = supplyGraph(realm);
  const { order, never, loops } = starting(makers);
  const sharing = share(order, makers.length);
  const stocked = firstStocks(order, sharing, makers.length);
  const looping = new Set(loops.flat());
  const flows = new Map(
    makers.map((maker): [Maker, MakingFlow] => {
      const part = sharing.busy[maker.index] ?? 0;
      const hindrance = never.get(maker);
      const limit = hindrance === undefined ? limitOf(maker, part, sharing) : hindranceOf(hindrance, looping.has(maker));
      const needs = new Map(maker.needs.map((need) => [makerKey(addressOf(need.seller), need.seller.making.good), need]));
      const inputs = maker.making.inputs.flatMap(({ from, good }) => {
        const need = needs.get(makerKey(from, good));
        return need === undefined ? [] : [inputFlow(need, part)];
      });
      return [
        maker,
        {
          seller: addressOf(maker),
          good: maker.making.good,
          full: maker.full,
          rate: maker.full * part,
          inputs,
          limit,
          firstStockSeconds: stocked[maker.index] ?? Infinity,
        },
      ];
    }),
  );
  return {
    goods: goodFlows(flows),
    shops: shopFlows(realm, flows.values()),
    loops: loops.map((loop) => loop.flatMap((maker) => flows.get(maker) ?? [])),
  };
}

const addressOf = ({ place }: Maker): ShopAddress => ({ kingdom: place.kingdom.name, shop: place.shop.name });

const inputFlow = ({ seller, full }: Need, part: number): InputFlow => ({
  good: seller.making.good,
  from: addressOf(seller),
  demand: full,
  used: full * part,
});

/** Rates that differ by less are equal: they come out of sums. */
const EQUAL = 1e-9;

function limitOf(maker: Maker, part: number, { granted, wanted }: Sharing): Limit {
  if (part > 1 - EQUAL) return { by: 'interval' };
  const scarcest = maker.needs.reduce<Need | undefined>(
    (least, need) => (least === undefined || granted(need) < granted(least) ? need : least),
    undefined,
  );
  const wants = wanted[maker.index] ?? 1;
  if (scarcest === undefined || (wants <= part + EQUAL && granted(scarcest) > part * (1 + EQUAL) + EQUAL)) return { by: 'maximum' };
  const room = shelf(scarcest);
  return {
    by: 'input',
    input: inputFlow(scarcest, part),
    short: scarcest.full * (1 - part),
    ...(room <= part ? { shelf: room * scarcest.amount } : {}),
  };
}

function hindranceOf(hindrance: Hindrance, inLoop: boolean): Limit {
  if (hindrance.by === 'no-workers') return hindrance;
  const { need, opens } = hindrance;
  return { by: 'never', input: inputFlow(need, 0), ...(opens && { opens: opens.making.good }), inLoop };
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

function goodFlows(flows: ReadonlyMap<Maker, MakingFlow>): readonly GoodFlow[] {
  const goods = new Map<string, Mutable<GoodFlow>>();
  const of = (good: string) => {
    const flow = goods.get(good) ?? { good, supply: 0, made: 0, demand: 0, used: 0 };
    goods.set(good, flow);
    return flow;
  };
  for (const { good, full, rate, inputs } of flows.values()) {
    const made = of(good);
    made.supply += full;
    made.made += rate;
    for (const input of inputs) {
      const used = of(input.good);
      used.demand += input.demand;
      used.used += input.used;
    }
  }
  return [...goods.values()].sort((a, b) => (a.good < b.good ? -1 : 1));
}

function shopFlows(realm: Realm, flows: Iterable<MakingFlow>): readonly ShopFlow[] {
  const byKey = new Map(Array.from(flows, (flow) => [makerKey(flow.seller, flow.good), flow]));
  return placedShops(realm).map((place) => {
    const makes = place.shop.makes.flatMap(
      ({ good }) => byKey.get(makerKey({ kingdom: place.kingdom.name, shop: place.shop.name }, good)) ?? [],
    );
    return { ...place, makes, firstStockSeconds: Math.max(...makes.map((flow) => flow.firstStockSeconds)) };
  });
}
