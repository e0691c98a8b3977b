import { isDeepStrictEqual } from 'node:util';
import { createDiffering } from '../books/differing.ts';
import { measuredRealm } from '../books/good-rates.ts';
import { measuredPicture } from '../books/measured-picture.ts';
import type { MeasuredShop } from '../books/measured-shop.ts';
import type { ShopEvidence } from '../judge/judged-shop.ts';
import { verdictOf, type ShopVerdict } from '../judge/verdict.ts';
import type { ShopPlan } from '../plan/realm-plan.ts';
import type { WorkedOut } from '../plan/work-out.ts';
import { WIRE_VERSION, type RealmPicture, type SourcePicture } from '../wire/realm.ts';
import type { MakePicture, ShopPicture } from '../wire/shop.ts';
import type { RealmChange, ShopChange } from '../wire/stream.ts';
import { shopChange, wholeChanges } from './differences.ts';
import { goodPictures } from './good-pictures.ts';
import type { RealmReader } from './realm-reader.ts';
import { shopEvidence } from './shop-evidence.ts';

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
  /** Undefined until there is one. */
  readonly plan: () => WorkedOut | undefined;
  readonly measured: (shop: string) => MeasuredShop | undefined;
  /** Of what is not read from the API server. */
  readonly sources: () => readonly SourcePicture[];
  /** How often trouble was noted. */
  readonly troubles: { readonly revision: number };
}

/** So long a state stays before it changes again: what flickers cannot be read. What does not run is told at once. */
const HOLD_MS = 10_000;

/**
 * The numbers of changes begin with the time of day: a server that was started again never counts from where an earlier
 * one had been, so that nobody takes a change of its for one of the other's.
 */
export function createRealmBoard(reader: Pick<RealmReader, 'table' | 'sources' | 'kingdoms' | 'shows'>, options: BoardOptions): RealmBoard {
  const { build, wall, plan, measured } = options;
  const differing = createDiffering();
  const evidence = new Map<string, Omit<ShopEvidence, 'plan'>>();
  const shops = new Map<string, ShopPicture>();
  const touched = new Set<string>();
  /** Since when everything has been heard of: before that, what was said of a shop was said on half of it. */
  let firmMs = Infinity;
  const rfc3339 = (): string => new Date(wall()).toISOString();
  let picture = blankPicture(build, wall());

  /** What the cluster says of the shops that were touched; answers those that are gone. */
  const gather = (at: string): readonly string[] => {
    const gone = [...touched].filter((key) => {
      const facts = reader.table.get(key);
      if (facts !== undefined && reader.shows(facts.kingdom)) evidence.set(key, shopEvidence(facts, at));
      else evidence.delete(key);
      return !evidence.has(key) && shops.delete(key);
    });
    touched.clear();
    return gone;
  };
  return {
    get picture() {
      return picture;
    },
    touch: (shop) => void touched.add(shop),
    look() {
      const at = rfc3339();
      const gone = gather(at);
      const worked = plan();
      if (firmMs === Infinity && reader.sources.settled) firmMs = wall();
      const planned = new Map(
        [...evidence].map(([key, seen]) => [key, { ...seen, plan: worked?.plan.shops.get(key), measured: measured(key) }]),
      );
      const { shops: verdicts, causes } = verdictOf(planned, worked?.remedies ?? new Map(), wall());
      const changes: ShopChange[] = [];
      for (const [key, { picture: seen, plan: planOf, measured: measuredOf }] of planned) {
        const before = shops.get(key);
        const now = held(before, { ...seen, ...measuredPicture(measuredOf, planPicture(planOf)), ...verdicts.get(key) }, at, {
          nowMs: wall(),
          firmMs,
        });
        const change = shopChange(before, now);
        if (change === undefined) continue;
        changes.push(change);
        shops.set(key, now);
      }
      const different = changes.length > 0 || gone.length > 0;
      const sorted = different ? [...shops.values()].sort((a, b) => (a.key < b.key ? -1 : 1)) : picture.shops;
      const rates = measuredRealm(measured, [...shops.keys()]);
      const now: RealmPicture = {
        ...picture,
        at,
        sources: [...reader.sources.pictures(), ...options.sources()],
        kingdoms: reader.kingdoms(),
        trades: rates.trades,
        troubles: options.troubles.revision,
        goods: goodPictures(sorted, worked?.plan.goods ?? [], {
          measured: rates,
          differs: (good, plannedRate, made) => differing(good, plannedRate, made, wall()),
        }),
        causes,
        shops: sorted,
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

const planPicture = (plan: ShopPlan | undefined): Pick<ShopPicture, 'makes' | 'buys'> =>
  plan === undefined
    ? { makes: [], buys: [] }
    : {
        buys: plan.buys,
        makes: plan.makes.map(({ good, full, plan: planned, limit }): MakePicture => ({
          good,
          full,
          plan: planned,
          now: null,
          limit: limit.says,
        })),
      };

/** A shop as it is shown after what was shown before: its state stays a while. */
function held(
  before: ShopPicture | undefined,
  now: ShopPicture & Partial<ShopVerdict>,
  at: string,
  { nowMs, firmMs }: { readonly nowMs: number; readonly firmMs: number },
): ShopPicture {
  if (before === undefined) return { ...now, since: at };
  if (before.state === now.state) return { ...now, since: before.since };
  const sinceMs = Date.parse(before.since);
  const keeps = sinceMs >= firmMs && before.state !== 'unknown' && now.state !== 'trouble' && nowMs - sinceMs < HOLD_MS;
  if (!keeps) return { ...now, since: at };
  const { state, by, says, since } = before;
  return { ...now, state, by, says, since };
}
