import type { parseDirections } from '../../../model/directions.ts';
import { addressKey } from '../../../model/realm.ts';
import type { StaffedShop, WantedWorkers } from '../../../model/wanted-workers.ts';
import type { SeenShop } from '../seen/shop.ts';
import { holdOf, type NumberHold } from './hold.ts';
import { knownOf, type KnownOfShop, type DemandMemory, type ShopMemory } from './memory.ts';
import type { ScalingPace } from './pace.ts';
import { standingOf, type Standing } from './standing.ts';
import { askedSoFar, steadyAsked, type AskedSoFar } from './steady-asked.ts';

export interface ShopsLookOptions {
  readonly pace: ScalingPace;
  /** Does it only tell? Then nobody else's number holds it. */
  readonly onlyTells: boolean;
  readonly parse: typeof parseDirections;
  /** With the numbers that may be given, and with those that the ranges alone allow. */
  readonly market: (shops: readonly StaffedShop[]) => WantedWorkers;
  readonly marketByRange: (shops: readonly StaffedShop[]) => WantedWorkers;
}

/** A shop as it is seen, and what is known of it beside that. */
export interface Judged {
  readonly key: string;
  readonly shop: SeenShop;
  readonly before: ShopMemory | undefined;
  readonly hold: NumberHold | undefined;
  readonly standing: Standing;
  readonly known: KnownOfShop;
  readonly soFar: AskedSoFar;
}

export function judged(shop: SeenShop, memory: DemandMemory, now: number, { pace, onlyTells, parse }: ShopsLookOptions): Judged {
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
    soFar: askedSoFar(before?.askedSoFar, known.asked, now, pace),
  };
}

/** What the economy takes it for, if its number were free wherever it has a range. */
export const staffedByRange = (one: Judged): StaffedShop => staffedWith(one, one.standing.range);

/** What the economy takes it for. */
export const staffed = (one: Judged): StaffedShop => staffedWith(one, one.standing.free ? one.standing.range : undefined);

const staffedWith = ({ shop, known: { directions }, soFar }: Judged, range: StaffedShop['range']): StaffedShop => ({
  ...shop,
  directions,
  range,
  asked: steadyAsked(soFar),
});
