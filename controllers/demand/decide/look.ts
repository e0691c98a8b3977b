import { usesOf } from '../../../model/economy/uses.ts';
import { observedRealm } from '../../../model/observed-realm.ts';
import type { WorkersRange } from '../../../model/workers-range.ts';
import type { SeenShop } from '../seen/shop.ts';
import { judged, staffed, staffedByRange, type Judged, type ShopsLookOptions } from './judged.ts';
import type { DemandMemory } from './memory.ts';
import type { ShopNote } from './note.ts';
import { scaledText } from './reason.ts';
import { remembered } from './remembered.ts';
import { stepsOf } from './steps.ts';
import { withMargin } from './with-margin.ts';
import { withoutHarm } from './without-harm.ts';

export interface Looking {
  readonly shops: readonly SeenShop[];
  /** Is all that is seen up to date, as far as anybody can tell? */
  readonly current: boolean;
}

export interface ShopsLook {
  readonly memory: DemandMemory;
  readonly shops: readonly ShopLook[];
}

/** What came out for a shop. */
export interface ShopLook {
  readonly shop: SeenShop;
  readonly range: WorkersRange | undefined;
  /** What demand wants, also where it is not free to have it. */
  readonly wanted: number;
  /** The number to give it now, and why. */
  readonly step?: { readonly to: number; readonly reason: string };
  /**
   * Its number is demand's to give, and nobody's name is at it. Demand is to put its own there: a number that somebody else sets is
   * known by its name, and the API server notes none for a write of `scale` where there was none before.
   */
  readonly isUnsigned: boolean;
  readonly notes: readonly ShopNote[];
}

/** Looks at all shops at once, and says what is to be done now: everything is decided here, and nothing is done. */
export function look({ shops, current }: Looking, memory: DemandMemory, now: number, options: ShopsLookOptions): ShopsLook {
  const { pace, parse } = options;
  const all = shops.map((shop) => judged(shop, memory, now, options));
  const market = options.market(all.map(staffed));
  const told = all.some(({ standing }) => !standing.free && standing.range !== undefined)
    ? options.marketByRange(all.map(staffedByRange)).wanted
    : market.wanted;

  const remembering = { now, before: memory.at, pace, forgotten: now - memory.at > pace.downWindowMs / 5 };
  const memories = new Map(all.map((one) => [one.key, remembered(one, market.wanted.get(one.key) ?? one.shop.replicas, remembering)]));
  const have = new Map(all.map(({ key, shop }) => [key, shop.replicas]));
  const steps = withoutHarm(withMargin(stepsOf(all, memories, { now, pace, current }), all, have, parse), market, have);

  const uses = steps.size === 0 ? undefined : usesOf(market.realm, market.wanted, market.asked);
  const shopLook = (one: Judged): ShopLook => {
    const { key, shop, standing } = one;
    const { range, note } = standing;
    const to = steps.get(key);
    const notes = [...(note === undefined ? [] : [note]), ...unreadable(shop, parse)];
    const isUnsigned = standing.free && shop.owner === undefined;
    const looked = { shop, range, wanted: told.get(key) ?? shop.replicas, isUnsigned, notes };
    if (to === undefined || range === undefined) return looked;
    const wanted = market.wanted.get(key) ?? to;
    const reason = scaledText({ kingdom: shop.kingdom, have: shop.replicas, to, wanted, range, uses: uses?.get(key) ?? [] });
    return { ...looked, step: { to, reason } };
  };
  return { memory: { at: now, shops: memories }, shops: all.map(shopLook) };
}

/** Directions that cannot be read are told of; where there are none, only of a shop that has a range. */
function unreadable(shop: SeenShop, parse: ShopsLookOptions['parse']): readonly ShopNote[] {
  if (shop.directions === undefined ? shop.rangeText === undefined || !shop.labelled : parse(shop.directions).ok) return [];
  return observedRealm('', [shop], parse).unread.map(({ what, remedy }) => ({
    type: 'Warning',
    reason: 'DirectionsUnreadable',
    message: `${what}: ${remedy}. Until then it counts as it was last known.`,
  }));
}
