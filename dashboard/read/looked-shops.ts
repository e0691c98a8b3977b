import { measuredPicture } from '../books/measured-picture.ts';
import type { MeasuredShop } from '../books/measured-shop.ts';
import { isJudgedAs, judgeShop, type JudgedShop } from '../judge/judged-shop.ts';
import type { ShopEvidence } from '../judge/shop-evidence.ts';
import type { RealmPlan, ShopPlan } from '../plan/realm-plan.ts';
import type { MakePicture, ShopPicture } from '../wire/shop.ts';
import type { RealmReader } from './realm-reader.ts';
import { shopEvidence } from './shop-evidence.ts';
import { countsAgainMs } from './waits-memory.ts';

/** A shop with what is told of its rates. */
export interface RatedShop extends JudgedShop {
  readonly rates: ReturnType<typeof measuredPicture>;
}

/** What looking again has shown. */
interface Sight {
  /** That were looked at. */
  readonly looked: ReadonlySet<string>;
  /** That are no more. */
  readonly gone: readonly string[];
  /** Who holds up whom may not be as it was. */
  readonly judgedOtherwise: boolean;
  /** What all of them make together may not be as it was. */
  readonly otherRates: boolean;
}

/**
 * All shops that are shown, each judged by itself; looked at again where it was touched, or where time alone changes what is
 * said of it.
 */
export interface LookedShops {
  readonly all: ReadonlyMap<string, RatedShop>;
  touch(shop: string): void;
  look(plan: RealmPlan | undefined, nowMs: number): Sight;
}

export function createLookedShops(
  reader: Pick<RealmReader, 'table' | 'shows'>,
  measured: (shop: string) => MeasuredShop | undefined,
): LookedShops {
  const all = new Map<string, RatedShop>();
  const touched = new Set<string>();
  /** Of these more is said as time goes by. */
  const opening = new Set<string>();
  /** Of these what they waited for is counted again then. */
  const counting = new Map<string, number>();
  let planned: RealmPlan | undefined;

  return {
    all,
    touch: (shop) => void touched.add(shop),
    look(plan, nowMs) {
      const looked = new Set<string>();
      const gone: string[] = [];
      let [judgedOtherwise, otherRates] = [false, false];
      const see = (key: string, { picture, startedMs, waited }: Pick<ShopEvidence, 'picture' | 'startedMs' | 'waited'>): void => {
        const before = all.get(key);
        const evidence = { picture, startedMs, waited, plan: plan?.shops.get(key), measured: measured(key) };
        const same = before !== undefined && before.plan === evidence.plan && before.measured === evidence.measured;
        const now = judgeShop(
          { ...evidence, rates: same ? before.rates : measuredPicture(evidence.measured, planPicture(evidence.plan)) },
          nowMs,
        );
        all.set(key, now);
        looked.add(key);
        judgedOtherwise ||= before === undefined || !isJudgedAs(before, now);
        otherRates ||= !same;
        if (picture.ready === 0 && now.plan !== undefined) opening.add(key);
        else opening.delete(key);
      };
      for (const [key, atMs] of counting) if (atMs <= nowMs) touched.add(key);
      for (const key of touched) {
        counting.delete(key);
        const facts = reader.table.get(key);
        if (facts !== undefined && reader.shows(facts.kingdom)) {
          see(key, shopEvidence(facts, all.get(key), nowMs));
          const againMs = countsAgainMs(facts.said, nowMs);
          if (againMs !== undefined) counting.set(key, againMs);
        } else if (all.delete(key)) gone.push(key);
      }
      for (const key of plan === planned ? opening : all.keys()) {
        const seen = all.get(key);
        if (seen === undefined) opening.delete(key);
        else if (!looked.has(key)) see(key, seen);
      }
      touched.clear();
      planned = plan;
      const others = gone.length > 0;
      return { looked, gone, judgedOtherwise: judgedOtherwise || others, otherRates: otherRates || others };
    },
  };
}

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
