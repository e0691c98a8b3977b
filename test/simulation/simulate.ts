import type { Realm } from '../../model/realm.ts';
import { realmInMotion } from './realm-in-motion.ts';

export interface SimulationOptions {
  /** From 0 to 1: when pods start, and which of a shop's pods is asked. */
  readonly chance: () => number;
  /** Seconds that are not counted, and seconds that are. */
  readonly warmUp: number;
  readonly counted: number;
}

/** Units made a second, by `shop.kingdom/good`, once a realm has been running for a while. */
export function simulate(realm: Realm, { chance, warmUp, counted }: SimulationOptions): ReadonlyMap<string, number> {
  const motion = realmInMotion(realm, chance);
  motion.until(warmUp);
  const before = motion.made();
  motion.until(warmUp + counted);
  return new Map([...motion.made()].map(([key, units]) => [key, (units - (before.get(key) ?? 0)) / counted]));
}
