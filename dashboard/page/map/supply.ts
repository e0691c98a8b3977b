import type { ShopPicture } from '../../wire/shop.ts';

/** One good that one shop buys of another. */
export interface SupplyEdge {
  readonly from: string;
  readonly to: string;
  readonly good: string;
  /** Units a second that could be used, and that flow: measured, or else by plan. 0 where nobody can tell. */
  readonly could: number;
  readonly flows: number;
  /** It is what keeps the buyer from more. */
  readonly short: boolean;
  /** Both ends are in one kingdom. */
  readonly home: boolean;
}

/** Who supplies whom, of the shops that are there. */
export interface Supply {
  readonly edges: readonly SupplyEdge[];
  /** Of each shop, the edges that end there, and those that begin there. */
  readonly into: ReadonlyMap<string, readonly SupplyEdge[]>;
  readonly outOf: ReadonlyMap<string, readonly SupplyEdge[]>;
}

/** Of what it could, so much counts as all. */
export const ENOUGH = 0.95;

export function supplyOf(shops: ReadonlyMap<string, ShopPicture>): Supply {
  const edges = [...shops.values()].flatMap(({ key, kingdom, buys }) =>
    buys.flatMap(({ from, good, known, limits, could, plan, now }): readonly SupplyEdge[] => {
      const seller = known ? shops.get(from) : undefined;
      if (seller === undefined) return [];
      const flows = now ?? plan ?? 0;
      const short = limits && flows < (could ?? 0) * ENOUGH;
      return [{ from, to: key, good, could: could ?? 0, flows, short, home: seller.kingdom === kingdom }];
    }),
  );
  return { edges, into: Map.groupBy(edges, ({ to }) => to), outOf: Map.groupBy(edges, ({ from }) => from) };
}

/** A shop, all that it lives on, and all that live on it. */
export function chainOf(key: string, { into, outOf }: Pick<Supply, 'into' | 'outOf'>): ReadonlySet<string> {
  return new Set([
    ...reached(key, (at) => (into.get(at) ?? []).map(({ from }) => from)),
    ...reached(key, (at) => (outOf.get(at) ?? []).map(({ to }) => to)),
  ]);
}

function reached(key: string, next: (key: string) => readonly string[]): ReadonlySet<string> {
  const found = new Set([key]);
  for (const at of found) for (const other of next(at)) found.add(other);
  return found;
}

/** The edges that a frame has room for: those of the chosen chain, or at home; the short ones first, and then those with the most flow. */
export function edgesInFrame(edges: readonly SupplyEdge[], chain: ReadonlySet<string> | undefined, most: number): readonly SupplyEdge[] {
  const wanted = edges.filter(({ from, to, home }) => (chain === undefined ? home : chain.has(from) && chain.has(to)));
  if (wanted.length <= most) return wanted;
  return wanted.sort((a, b) => Number(b.short) - Number(a.short) || b.flows - a.flows || (a.to < b.to ? -1 : 1)).slice(0, most);
}
