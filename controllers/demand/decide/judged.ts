import type { parseDirections } from '../../../model/directions.ts';
import { addressKey } from '../../../model/realm.ts';
import type { StaffedShop } from '../../../model/wanted-workers.ts';
import type { SeenShop } from '../seen/shop.ts';
import { holdOf, type Hold } from './hold.ts';
import { knownOf, type Known, type Memory, type ShopMemory } from './memory.ts';
import type { Pace } from './pace.ts';
import { standingOf, type Standing } from './standing.ts';
import { askedSoFar, steadyAsked, type AskedSoFar } from './steady-asked.ts';

export interface LookOptions {
  readonly pace: Pace;
  /** Does it only tell? Then nobody else's number holds it. */
  readonly onlyTells: boolean;
  readonly parse: typeof parseDirections;
}

/** A shop as it is seen, and what is known of it beside that. */
export interface Judged {
  readonly key: string;
  readonly shop: SeenShop;
  readonly before: ShopMemory | undefined;
  readonly hold: Hold | undefined;
  readonly standing: Standing;
  readonly known: Known;
  readonly soFar: AskedSoFar;
}

export function judged(shop: SeenShop, memory: Memory, now: number, { pace, onlyTells, parse }: LookOptions): Judged {
  const key = addressKey(shop);
  const last = memory.shops.get(key);
  const before = last?.uid === shop.uid ? last : undefined;
  const hold = onlyTells ? undefined : holdOf(shop, before?.sight);
  const known = knownOf(shop, before, parse);
  const standing = standingOf(shop, hold);
  return {
    key,
    shop,
    before,
    hold,
    known,
    // Whose directions nobody knows has no right number.
    standing: known.directions === undefined ? { ...standing, free: false } : standing,
    soFar: askedSoFar(before?.askedSoFar ?? new Map(), known.asked, now, pace.calmMs),
  };
}

/** What the economy takes it for, if its number were free wherever it has a range. */
export const staffedByRange = ({ shop, standing: { range }, known: { directions }, soFar }: Judged): StaffedShop => ({
  ...shop,
  directions,
  range,
  asked: steadyAsked(soFar),
});

/** What the economy takes it for. */
export const staffed = (one: Judged): StaffedShop => ({
  ...staffedByRange(one),
  range: one.standing.free ? one.standing.range : undefined,
});
