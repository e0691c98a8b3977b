import type { Judged } from './judged.ts';
import type { ShopMemory } from './memory.ts';
import { pacedNumber, type ScalingPace } from './pace.ts';

/** The number that a shop is to be given; `mayHarm` where it is fewer. */
export interface WorkersStep {
  readonly to: number;
  readonly mayHarm: boolean;
}

export interface StepTime {
  readonly now: number;
  readonly pace: ScalingPace;
  /** Is all that is seen up to date, as far as anybody can tell? */
  readonly current: boolean;
}

/** What each shop could be given now, on its own. */
export function stepsOf(
  shops: readonly Judged[],
  memories: ReadonlyMap<string, ShopMemory>,
  { now, pace, current }: StepTime,
): ReadonlyMap<string, WorkersStep> {
  const guesses = guessedPlaces(shops);
  return new Map(
    shops.flatMap(({ key, shop, standing: { free, range } }): [string, WorkersStep][] => {
      const memory = memories.get(key);
      if (!free || range === undefined || memory?.recommendations === undefined) return [];
      const have = shop.replicas;
      const to = pacedNumber(have, range, memory.recommendations, pace);
      if (to === have) return [];
      if (to > have || have > range.to) return [[key, { to, mayHarm: false }]];
      const guessed = !current || guesses.has(shop.kingdom) || (shop.realm !== undefined && guesses.has(shop.realm));
      const moving = shop.rolling || shop.pods.length > have;
      return guessed || moving || now < memory.calm.until ? [] : [[key, { to, mayHarm: true }]];
    }),
  );
}

/**
 * The realms and kingdoms of shops that work, nobody knows by which directions: as long as that is so, nobody knows whose goods
 * they use.
 */
const guessedPlaces = (shops: readonly Judged[]): ReadonlySet<string> =>
  new Set(
    shops
      .filter(({ known, shop }) => known.directions === undefined && shop.available > 0 && (shop.labelled || shop.directions !== undefined))
      .flatMap(({ shop }) => (shop.realm === undefined ? [shop.kingdom] : [shop.realm, shop.kingdom])),
  );
