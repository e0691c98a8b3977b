import { createDiffering } from '../books/differing.ts';
import type { MeasuredShop } from '../books/measured-shop.ts';
import { createStandingVerdict } from '../judge/standing-verdict.ts';
import type { WorkedOut } from '../plan/work-out.ts';
import { WIRE_VERSION, type RealmPicture, type SourcePicture } from '../wire/realm.ts';
import type { RealmChange, ShopChange } from '../wire/stream.ts';
import { realmChange } from './differences.ts';
import { createGoodBoard } from './good-board.ts';
import type { RealmReader } from './realm-reader.ts';
import { createLookedShops } from './looked-shops.ts';
import { createShownShops } from './shown-shops.ts';

/** What is shown of a realm, and what of that has changed since it was looked at last. */
export interface RealmBoard {
  readonly picture: RealmPicture;
  /** The shop has to be looked at again: what the cluster says of it, or what is measured, is not as it was. */
  touch(shop: string): void;
  /** Brings the picture up to date; undefined where nothing of it differs. */
  look(): RealmChange | undefined;
}

export interface BoardOptions {
  readonly build: string;
  readonly wall: () => number;
  /** Undefined until there is one. */
  readonly plan: () => WorkedOut | undefined;
  readonly measured: (shop: string) => MeasuredShop | undefined;
  /** Of what is not read from the API server. */
  readonly sources: () => readonly SourcePicture[];
  /** How often trouble was noted. */
  readonly troubles: { readonly revision: number };
}

/**
 * The numbers of changes begin with the time of day: a server that was started again never counts from where an earlier
 * one had been, so that nobody takes a change of its for one of the other's.
 */
export function createRealmBoard(reader: Pick<RealmReader, 'table' | 'sources' | 'kingdoms' | 'shows'>, options: BoardOptions): RealmBoard {
  const { build, wall, measured } = options;
  const differing = createDiffering();
  const seen = createLookedShops(reader, measured);
  const verdict = createStandingVerdict();
  const shown = createShownShops();
  const goods = createGoodBoard();
  let worked: WorkedOut | undefined;
  let firmMs = Infinity;
  let picture = blankPicture(build, wall());

  /** What is shown of all that may be shown otherwise than before. */
  const show = (keys: Iterable<string>, at: string, nowMs: number): readonly ShopChange[] => {
    const changes: ShopChange[] = [];
    for (const key of keys) {
      const shop = seen.all.get(key);
      const different = shop && shown.show(shop, verdict.of(key), { at, nowMs, firmMs });
      if (different === undefined) continue;
      goods.take(different.before, different.now);
      changes.push(different.change);
    }
    return changes;
  };
  return {
    get picture() {
      return picture;
    },
    touch: seen.touch,
    look() {
      const nowMs = wall();
      const at = new Date(nowMs).toISOString();
      const kingdoms = reader.kingdoms();
      if (kingdoms.length !== picture.kingdoms.length || !kingdoms.every(({ name }, index) => name === picture.kingdoms[index]?.name))
        for (const { key } of reader.table.shops()) seen.touch(key); // which of them are shown follows from the kingdoms
      if (firmMs === Infinity && reader.sources.settled) firmMs = nowMs;
      const otherwise = worked !== options.plan();
      worked = options.plan();
      const { looked, gone, judgedOtherwise, otherRates } = seen.look(worked?.plan, nowMs);
      const blamed = judgedOtherwise || otherwise ? verdict.renew(seen.all, worked?.remedies ?? new Map(), nowMs) : [];
      const shops = show(new Set([...looked, ...blamed, ...shown.holding]), at, nowMs);
      for (const key of gone) goods.take(shown.drop(key), undefined);
      const all = shops.length > 0 || gone.length > 0 ? shown.all : picture.shops;
      if (otherRates || otherwise) goods.rate(all, worked?.plan.goods ?? [], measured);
      const now: RealmPicture = {
        ...picture,
        at,
        sources: [...reader.sources.pictures(), ...options.sources()],
        kingdoms,
        trades: goods.trades,
        troubles: options.troubles.revision,
        goods: goods.pictures((good, planned, made) => differing(good, planned, made, nowMs)),
        causes: verdict.causes,
        shops: all,
      };
      const ofAll = realmChange(picture, now);
      if (all === picture.shops && Object.keys(ofAll).length === 0) return undefined;
      picture = { ...now, seq: picture.seq + 1 };
      return { seq: picture.seq, at, ...(shops.length === 0 ? {} : { shops }), ...(gone.length === 0 ? {} : { gone }), ...ofAll };
    },
  };
}

const blankPicture = (build: string, nowMs: number): RealmPicture => ({
  version: WIRE_VERSION,
  build,
  at: new Date(nowMs).toISOString(),
  seq: nowMs,
  sources: [],
  kingdoms: [],
  trades: null,
  troubles: 0,
  goods: [],
  causes: [],
  shops: [],
});
