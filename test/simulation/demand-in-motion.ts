import { askedText } from '../../model/asked-text.ts';
import type { Realm } from '../../model/realm.ts';
import type { WorkersRange } from '../../model/workers-range.ts';
import { look } from '../../controllers/demand/decide/look.ts';
import { createRememberingParser } from '../../controllers/demand/decide/remembering-parser.ts';
import type { DemandMemory } from '../../controllers/demand/decide/memory.ts';
import type { SeenPod, SeenShop } from '../../controllers/demand/seen/shop.ts';
import { lookOptions, shopsOf, US } from '../controllers/demand/decide/world.ts';
import { realmInMotion, type RealmInMotion } from './realm-in-motion.ts';

/** Somebody who buys a good of a shop: so many at a time, every so many seconds on average. */
export interface Outsider {
  readonly shop: string;
  readonly good: string;
  readonly quantity: number;
  every: number;
}

/** A change of a number of workers. */
export interface WorkersChange {
  readonly at: number;
  readonly shop: string;
  readonly from: number;
  readonly to: number;
}

export interface DemandInMotion {
  readonly motion: RealmInMotion;
  readonly changes: readonly WorkersChange[];
  /** Runs for so many seconds more. */
  run(seconds: number): void;
}

export interface DemandInMotionOptions {
  readonly outsiders: readonly Outsider[];
  readonly chance: () => number;
  /** Outsiders come by the clock, and not at random. @default false */
  readonly regular?: boolean;
}

/** Workers by their rules, outsiders that come at random, and demand, which looks every five seconds. */
export function demandInMotion(
  realm: Realm,
  rangeOf: (shop: string) => WorkersRange | undefined,
  { outsiders, chance, regular = false }: DemandInMotionOptions,
): DemandInMotion {
  const motion = realmInMotion(realm, chance);
  const changes: WorkersChange[] = [];
  const asked: { readonly at: number; readonly outsider: Outsider }[] = [];
  const pause = ({ every }: Outsider) => (regular ? every : -Math.log(1 - chance()) * every);
  const due = new Map(outsiders.map((outsider) => [outsider, pause(outsider)]));
  const places: readonly SeenShop[] = shopsOf(realm, rangeOf);
  const owned = new Set<string>();
  const options = lookOptions(createRememberingParser(1_000));
  let memory: DemandMemory = { at: -Infinity, shops: new Map() };
  let now = 0;

  const shopBy = ({ shop, kingdom }: Pick<SeenShop, 'shop' | 'kingdom'>) => `${shop}.${kingdom}`;
  const signOf = (name: string): string => {
    const units = new Map<string, number>();
    for (const { outsider } of asked)
      if (outsider.shop === name) units.set(outsider.good, (units.get(outsider.good) ?? 0) + outsider.quantity / 60);
    return askedText(units);
  };
  const podsOf = (name: string): readonly SeenPod[] =>
    Array.from({ length: motion.workers(name) }, (_, index) => ({
      ready: index < motion.ready(name),
      leaving: false,
      askedText: index === 0 ? signOf(name) : undefined,
    }));
  const seen = (place: SeenShop): SeenShop => {
    const name = shopBy(place);
    return {
      ...place,
      replicas: motion.workers(name),
      available: motion.ready(name),
      pods: podsOf(name),
      owner: owned.has(name) ? US : undefined,
    };
  };
  const comeBy = (until: number): void => {
    for (const outsider of outsiders) {
      let at = due.get(outsider) ?? Infinity;
      for (; at < until; at += pause(outsider)) {
        motion.buy(outsider.shop, outsider.good, outsider.quantity);
        asked.push({ at, outsider });
      }
      due.set(outsider, at);
    }
    while ((asked[0]?.at ?? Infinity) < until - 60) asked.shift();
  };
  return {
    motion,
    changes,
    run(seconds) {
      for (const end = now + seconds; now < end; now += 5) {
        motion.until(now + 5);
        comeBy(now + 5);
        const looked = look({ shops: places.map(seen), current: true }, memory, (now + 5) * 1_000, options);
        memory = looked.memory;
        for (const { shop, step } of looked.shops) {
          if (step === undefined) continue;
          changes.push({ at: now + 5, shop: shopBy(shop), from: shop.replicas, to: step.to });
          owned.add(shopBy(shop));
          motion.scale(shopBy(shop), step.to);
        }
      }
    },
  };
}
