import type { ShopPicture, ShopState, UnitsPerSecond } from '../../wire/shop.ts';

/** What one shop makes of a good. */
export interface MakerFlow {
  /** Its key, as everywhere. */
  readonly shop: string;
  readonly state: ShopState;
  readonly now: UnitsPerSecond;
  readonly plan: UnitsPerSecond;
  readonly could: UnitsPerSecond;
}

/** What one shop buys of a good of another. */
export interface BuyerFlow extends MakerFlow {
  readonly from: string;
  readonly known: boolean;
}

/** Who makes a good and who buys it: those first that are furthest from what they could make or use. */
export function goodFlows(
  shops: Iterable<ShopPicture>,
  good: string,
): { readonly makers: readonly MakerFlow[]; readonly buyers: readonly BuyerFlow[] } {
  const makers: MakerFlow[] = [];
  const buyers: BuyerFlow[] = [];
  for (const { key: shop, state, makes, buys } of shops) {
    for (const made of makes) if (made.good === good) makers.push({ shop, state, now: made.now, plan: made.plan, could: made.full });
    for (const { good: bought, from, known, now, plan, could } of buys)
      if (bought === good) buyers.push({ shop, state, from, known, now, plan, could });
  }
  return { makers: makers.sort(furthestFirst), buyers: buyers.sort(furthestFirst) };
}

const furthestFirst = (a: MakerFlow, b: MakerFlow): number => lackOf(b) - lackOf(a) || (a.shop < b.shop ? -1 : 1);

const lackOf = ({ now, plan, could }: MakerFlow): number => (could ?? 0) - (now ?? plan ?? 0);
