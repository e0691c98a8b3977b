import type { CausePicture } from '../wire/realm.ts';
import type { ShopPicture } from '../wire/shop.ts';
import type { JudgedShop } from './judged-shop.ts';
import type { ShopJudgement } from './shop-state.ts';
import { whyOf, type Cause, type Why } from './why.ts';

/** What is said of all shops together. */
export interface RealmVerdict {
  readonly shops: ReadonlyMap<string, ShopVerdict>;
  /** Those that hold up most first. */
  readonly causes: readonly CausePicture[];
}

export type ShopVerdict = ShopJudgement & Pick<ShopPicture, 'why' | 'holdsUp'>;

/** What would help, by the key of a cause. */
export type Remedies = ReadonlyMap<string, readonly string[]>;

/** More names than these nobody reads; the number of all is on the shop. */
const MOST_CAUSES = 100;

export function verdictOf(judged: ReadonlyMap<string, JudgedShop>, remedies: Remedies, nowMs: number): RealmVerdict {
  const causes = new Map<string, { readonly cause: Cause; readonly holdsUp: string[] }>();
  const whys = new Map<string, Why>();
  const blame = (cause: Cause, held?: string): void => {
    const known = causes.get(causeKey(cause)) ?? { cause, holdsUp: [] };
    causes.set(causeKey(cause), known);
    if (held !== undefined && held !== cause.shop) known.holdsUp.push(held);
  };
  for (const [key, { judgement }] of judged) {
    if (judgement.state === 'trouble') blame({ shop: key, good: '', kind: 'trouble', says: judgement.says });
    const why = whyOf(key, judged, nowMs);
    if (why === undefined || !counts(why, judgement)) continue;
    whys.set(key, why);
    blame(why.cause, key);
  }
  const heldUp = new Map<string, number>();
  for (const { cause, holdsUp } of causes.values()) heldUp.set(cause.shop, (heldUp.get(cause.shop) ?? 0) + holdsUp.length);
  return {
    shops: new Map(
      [...judged].map(([key, { judgement }]) => [
        key,
        { ...stateWith(judgement, whys.get(key)), why: whys.get(key)?.steps ?? [], holdsUp: heldUp.get(key) ?? 0 },
      ]),
    ),
    causes: [...causes.values()]
      .sort((a, b) => b.holdsUp.length - a.holdsUp.length || (a.cause.shop < b.cause.shop ? -1 : 1))
      .slice(0, MOST_CAUSES)
      .map(({ cause, holdsUp }) => ({
        shop: cause.shop,
        good: cause.kind === 'trouble' ? '' : cause.good,
        says: cause.says,
        holdsUp: holdsUp.sort(),
        remedies: remedies.get(causeKey(cause)) ?? [],
      })),
  };
}

/** A shop that does not run is one cause, whatever of it is waited for. */
const causeKey = ({ shop, good, kind }: Pick<Cause, 'shop' | 'good' | 'kind'>): string => (kind === 'trouble' ? shop : `${shop}/${good}`);

/** Every worker waits now and then: that is why only for a shop that is held up, or whose supplier is not there. */
const counts = ({ cause }: Why, { state }: ShopJudgement): boolean =>
  ['never', 'starving', 'short', 'starting'].includes(state) || cause.kind === 'trouble' || cause.kind === 'no-workers';

/** By plan all may be well, and yet a supplier does not run. */
function stateWith(judgement: ShopJudgement, why: Why | undefined): ShopJudgement {
  if (why === undefined || (why.cause.kind !== 'trouble' && why.cause.kind !== 'no-workers')) return judgement;
  if (judgement.state === 'never' || judgement.state === 'starving') return judgement;
  const [first] = why.steps;
  const blamed = why.cause.kind === 'trouble' ? `${why.cause.shop}:` : why.cause.shop;
  return { state: 'starving', by: 'cluster', says: `${first?.says ?? ''}, and ${blamed} ${why.cause.says}` };
}
