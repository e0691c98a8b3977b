import { isDeepStrictEqual } from 'node:util';
import { WIRE_VERSION, type GoodPicture, type RealmChange, type RealmPicture, type ShopChange, type ShopPicture } from '../wire.ts';
import { shopChange, wholeChanges } from './differences.ts';
import type { RealmReader } from './realm-reader.ts';
import { shopPicture } from './shop-picture.ts';

/** What is shown of a realm, and what of that has changed since it was looked at last. */
export interface RealmBoard {
  readonly picture: RealmPicture;
  /** The shop has to be looked at again. */
  touch(shop: string): void;
  /** Brings the picture up to date; undefined where nothing of it differs. */
  look(): RealmChange | undefined;
}

export interface BoardOptions {
  readonly build: string;
  readonly wall: () => number;
}

/**
 * The numbers of changes begin with the time of day: a server that was started again never counts from where an earlier
 * one had been, so that nobody takes a change of its for one of the other's.
 */
export function createRealmBoard(reader: Pick<RealmReader, 'table' | 'sources' | 'kingdoms' | 'shows'>, options: BoardOptions): RealmBoard {
  const { build, wall } = options;
  const shops = new Map<string, ShopPicture>();
  const touched = new Set<string>();
  const rfc3339 = (): string => new Date(wall()).toISOString();
  let picture: RealmPicture = {
    version: WIRE_VERSION,
    build,
    at: rfc3339(),
    seq: wall(),
    sources: [],
    kingdoms: [],
    goods: [],
    causes: [],
    shops: [],
  };

  const lookAt = (key: string, at: string): ShopChange | 'gone' | undefined => {
    const facts = reader.table.get(key);
    const before = shops.get(key);
    if (facts === undefined || !reader.shows(facts.kingdom)) {
      shops.delete(key);
      return before === undefined ? undefined : 'gone';
    }
    const now = shopPicture(facts, before?.since ?? at);
    const next = before === undefined || now.state === before.state ? now : { ...now, since: at };
    shops.set(key, next);
    return shopChange(before, next);
  };
  return {
    get picture() {
      return picture;
    },
    touch: (shop) => void touched.add(shop),
    look() {
      const at = rfc3339();
      const changes: ShopChange[] = [];
      const gone: string[] = [];
      for (const key of touched) {
        const change = lookAt(key, at);
        if (change === 'gone') gone.push(key);
        else if (change !== undefined) changes.push(change);
      }
      touched.clear();
      const different = changes.length > 0 || gone.length > 0;
      const sorted = different ? [...shops.values()].sort((a, b) => (a.key < b.key ? -1 : 1)) : picture.shops;
      const now: RealmPicture = {
        ...picture,
        at,
        sources: reader.sources.pictures(),
        kingdoms: reader.kingdoms(),
        shops: sorted,
        goods: different ? goodsOf(sorted) : picture.goods,
      };
      const whole = wholeChanges(picture, now);
      if (!different && isDeepStrictEqual(whole, {})) return undefined;
      picture = { ...now, seq: picture.seq + 1 };
      return {
        seq: picture.seq,
        at,
        ...(changes.length === 0 ? {} : { shops: changes }),
        ...(gone.length === 0 ? {} : { gone }),
        ...whole,
      };
    },
  };
}

function goodsOf(shops: readonly ShopPicture[]): readonly GoodPicture[] {
  const stock = new Map<string, number>();
  for (const shop of shops) for (const { good, count } of shop.stock) stock.set(good, (stock.get(good) ?? 0) + count);
  return [...stock]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([good, count]) => ({ good, stock: count, full: null, plan: null, now: null, could: null, planUsed: null, used: null }));
}
