import { rate } from '../../model/economy/rate.ts';
import type { WhyPicture } from '../wire/shop.ts';
import type { HeldInput } from './held-input.ts';
import type { JudgedShop } from './judged-shop.ts';
import { opensInSeconds } from './shop-state.ts';

/** Where a chain of shops that wait for each other ends. */
export interface Cause {
  /** The key of the shop. */
  readonly shop: string;
  /** The good of it that there is too little of; empty where it is not about one. */
  readonly good: string;
  readonly kind: 'trouble' | 'no-workers' | 'all-it-can' | 'never' | 'starts' | 'circle' | 'elsewhere' | 'unknown';
  readonly says: string;
}

export interface Why {
  readonly steps: readonly WhyPicture[];
  readonly cause: Cause;
}

/** From a shop that is held up to the cause: each step a shop that waits for the next. Undefined where nothing holds it up. */
export function whyOf(key: string, shops: ReadonlyMap<string, JudgedShop>, nowMs: number): Why | undefined {
  const steps: WhyPicture[] = [];
  const seen = new Set<string>();
  const shop = shops.get(key);
  if (shop === undefined || shop.judgement.state === 'trouble') return undefined;
  let { held } = shop;
  if (held === undefined) return undefined;
  for (let at = key; ;) {
    seen.add(at);
    steps.push({ shop: at, says: waitsText(held) });
    const end = endAt(held, shops, seen, nowMs);
    if (end.cause !== undefined) return { steps: [...steps, { shop: end.cause.shop, says: end.cause.says }], cause: end.cause };
    at = held.from;
    ({ held } = end);
  }
}

type End = { readonly cause: Cause } | { readonly cause?: undefined; readonly held: HeldInput };

/** Does the chain end at who sells what is waited for? If not: what that shop waits for itself. */
function endAt({ from, good, known }: HeldInput, shops: ReadonlyMap<string, JudgedShop>, seen: ReadonlySet<string>, nowMs: number): End {
  const cause = (kind: Cause['kind'], says: string): End => ({ cause: { shop: from, good, kind, says } });
  const seller = shops.get(from);
  if (!known || seller === undefined) return cause('elsewhere', 'is not a shop that can be seen from here');
  const { judgement, picture, held } = seller;
  if (judgement.state === 'trouble') return cause('trouble', judgement.says);
  if (picture.replicas === 0) return cause('no-workers', 'has no workers');
  if (seen.has(from)) return cause('circle', 'each of these shops waits for the next, for ever');
  if (held !== undefined && judgement.state !== 'full') return { held };
  if (judgement.state === 'starting') return cause('starts', startsText(opensInSeconds(seller, nowMs)));
  if (judgement.state === 'never') return cause('never', judgement.says || 'never starts');
  const making = seller.plan?.makes.find((made) => made.good === good);
  if (making === undefined) return cause('unknown', `has no directions to make ${good} that could be read`);
  const made = `makes all it can: ${rate(making.plan ?? 0)} ${good}/s`;
  return cause('all-it-can', making.wanted > (making.plan ?? 0) ? `${made}, and ${rate(making.wanted)} are wanted` : made);
}

const startsText = (seconds: number | undefined): string =>
  seconds === undefined || seconds <= 0 ? 'starts: opens soon' : `starts: opens in about ${seconds} s`;

const waitsText = ({ good, short }: HeldInput): string =>
  short > 0 ? `waits for ${good}: ${rate(short)}/s too little` : `waits for ${good}`;
