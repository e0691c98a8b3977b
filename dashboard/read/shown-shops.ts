import type { ShopVerdict } from '../judge/verdict.ts';
import type { ShopPicture } from '../wire/shop.ts';
import type { ShopChange } from '../wire/stream.ts';
import { shopChange } from './differences.ts';
import type { RatedShop } from './looked-shops.ts';

/** What is shown of the shops. */
export interface ShownShops {
  /** By key. */
  readonly all: readonly ShopPicture[];
  /** Whose state would be another one by now, and stays for a while. */
  readonly holding: ReadonlySet<string>;
  /** Answers what of a shop differs from what was shown. */
  show(seen: RatedShop, verdict: ShopVerdict | undefined, now: ShowingTime): ShopDifference | undefined;
  /** Answers what was shown of it. */
  drop(key: string): ShopPicture | undefined;
}

interface ShopDifference {
  readonly before: ShopPicture | undefined;
  readonly now: ShopPicture;
  readonly change: ShopChange;
}

interface ShowingTime {
  readonly at: string;
  readonly nowMs: number;
  /** Since when everything has been heard of: before that, what was said of a shop was said on half of it. */
  readonly firmMs: number;
}

/** So long a state stays before it changes again: what flickers cannot be read. What does not run is told at once. */
const HOLD_MS = 10_000;

export function createShownShops(): ShownShops {
  const shops = new Map<string, ShopPicture>();
  const holding = new Set<string>();
  let keys: readonly string[] | undefined;
  return {
    get all() {
      keys ??= [...shops.keys()].sort();
      return keys.flatMap((key) => shops.get(key) ?? []);
    },
    holding,
    show({ picture, rates }, verdict, time) {
      const { key } = picture;
      const before = shops.get(key);
      const wanted = { ...picture, ...rates, ...verdict };
      const now = held(before, wanted, time);
      if (now.state === wanted.state) holding.delete(key);
      else holding.add(key);
      const change = shopChange(before, now);
      if (change === undefined) return undefined;
      shops.set(key, now);
      if (before === undefined) keys = undefined;
      return { before, now, change };
    },
    drop(key) {
      const before = shops.get(key);
      shops.delete(key);
      holding.delete(key);
      keys = undefined;
      return before;
    },
  };
}

/** A shop as it is shown after what was shown before: its state stays a while. */
function held(before: ShopPicture | undefined, now: ShopPicture, { at, nowMs, firmMs }: ShowingTime): ShopPicture {
  if (before === undefined) return { ...now, since: at };
  if (before.state === now.state) return { ...now, since: before.since };
  const sinceMs = Date.parse(before.since);
  const keeps = sinceMs >= firmMs && before.state !== 'unknown' && now.state !== 'trouble' && nowMs - sinceMs < HOLD_MS;
  if (!keeps) return { ...now, since: at };
  const { state, by, says, since } = before;
  return { ...now, state, by, says, since };
}
