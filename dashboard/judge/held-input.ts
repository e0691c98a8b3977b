import type { MakingPlan } from '../plan/realm-plan.ts';
import type { ShopState } from '../wire/shop.ts';
import type { ShopEvidence } from './shop-evidence.ts';
import { waitsEntries } from './waits-entries.ts';

/** An input that a shop waits for. */
export interface HeldInput {
  readonly good: string;
  /** The key of who sells it, or the address as the directions have it. */
  readonly from: string;
  readonly known: boolean;
  /** Units a second that it could use and does not get, by plan; 0 where the plan says nothing of it. */
  readonly short: number;
  /** Its pods say so now. */
  readonly live: boolean;
}

const HELD_STATES: ReadonlySet<ShopState> = new Set(['never', 'starving', 'short', 'starting']);

/**
 * The input that holds a shop up: that for which its pods have waited longest in the last minute, of several the one that the plan
 * names too; else the plan's own. Undefined where nothing does.
 */
export function heldBy({ picture, waited, plan }: ShopEvidence, state: ShopState): HeldInput | undefined {
  const named = (plan?.buys ?? [])
    .map((buy) => ({ ...buy, ms: (waited?.get(waitedKey(buy)) ?? 0) + (isWaitedFor(picture.waits, buy) ? 1 : 0) }))
    .filter(({ ms }) => ms > 0);
  const limited = scarcest(plan?.makes ?? []);
  const longest = named.filter(({ ms }) => ms === Math.max(...named.map((buy) => buy.ms)));
  const live = longest.find(({ good, from }) => good === limited?.limit.good && from === limited.limit.from) ?? longest[0];
  if (live !== undefined && (HELD_STATES.has(state) || limited !== undefined)) {
    const { good, from, known } = live;
    const planned = limited !== undefined && limited.limit.good === good && limited.limit.from === from;
    return { good, from, known, short: planned ? limited.limit.short : 0, live: true };
  }
  if (limited === undefined || !HELD_STATES.has(state))
    return live === undefined ? undefined : { good: live.good, from: live.from, known: live.known, short: 0, live: true };
  const { good, from, short } = limited.limit;
  return { good, from, known: true, short, live: false };
}

/** A worker names shops without their kingdoms. */
const waitedKey = ({ good, from }: Pick<HeldInput, 'good' | 'from'>): string => `${good} from ${from.slice(from.lastIndexOf('/') + 1)}`;

const isWaitedFor = (waits: readonly string[], buy: Pick<HeldInput, 'good' | 'from'>): boolean =>
  waits.some((text) => waitsEntries(text).includes(waitedKey(buy)));

/** Of what an input keeps it from making, that of which it makes the smallest part. */
const scarcest = (makes: readonly MakingPlan[]): MakingPlan | undefined =>
  makes
    .filter(({ limit }) => limit.from !== '')
    .reduce<MakingPlan | undefined>((worst, making) => (worst === undefined || partOf(making) < partOf(worst) ? making : worst), undefined);

const partOf = ({ plan, full }: MakingPlan): number => (plan ?? 0) / (full || 1);
