import { equal } from '../../ground/json/equal.ts';
import type { CausePicture } from '../wire/realm.ts';
import type { JudgedShop } from './judged-shop.ts';
import { verdictOf, type Remedies, type ShopVerdict } from './verdict.ts';

/** The last verdict on all shops. What it says again is the same value as before. */
export interface StandingVerdict {
  readonly causes: readonly CausePicture[];
  of(shop: string): ShopVerdict | undefined;
  /** Judges all of them again; answers the shops of which it says something else. */
  renew(judged: ReadonlyMap<string, JudgedShop>, remedies: Remedies, nowMs: number): readonly string[];
}

export function createStandingVerdict(): StandingVerdict {
  let causes: readonly CausePicture[] = [];
  let shops = new Map<string, ShopVerdict>();
  return {
    get causes() {
      return causes;
    },
    of: (shop) => shops.get(shop),
    renew(judged, remedies, nowMs) {
      const now = verdictOf(judged, remedies, nowMs);
      const others: string[] = [];
      const before = shops;
      shops = new Map();
      for (const [key, verdict] of now.shops) {
        const last = before.get(key);
        const same = last !== undefined && equal(last, verdict);
        if (!same) others.push(key);
        shops.set(key, same ? last : verdict);
      }
      if (!equal(causes, now.causes)) ({ causes } = now);
      return others;
    },
  };
}
