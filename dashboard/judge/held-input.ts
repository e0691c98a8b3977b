import type { MakingPlan } from '../plan/realm-plan.ts';
import type { ShopState } from '../wire/shop.ts';
import type { ShopEvidence } from './shop-evidence.ts';

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
 * The input that holds a shop up: that which its pods wait for, of several the one that the plan names too; else the plan's
 * own. Undefined where nothing does.
 */
export function heldBy({ picture, plan }: ShopEvidence, state: ShopState): HeldInput | undefined {
  const waited = (plan?.buys ?? []).filter(({ good, from }) => isWaitedFor(picture.waits, good, from));
  const limited = scarcest(plan?.makes ?? []);
  const live = waited.find(({ good, from }) => good === limited?.limit.good && from === limited.limit.from) ?? waited[0];
  if (live !== undefined && (HELD_STATES.has(state) || limited !== undefined)) {
    const { good, from, known } = live;
    const planned = limited !== undefined && limited.limit.good === good && limited.limit.from === from;
    return { good, from, known, short: planned ? limited.limit.short : 0, live: true };
  }
  if (limited === undefined || !HELD_STATES.has(state)) return live === undefined ? undefined : { ...live, short: 0, live: true };
  const { good, from, short } = limited.limit;
  return { good, from, known: true, short, live: false };
}

/** `3 stone from stoneworker, 10 wood from woodworker`: a worker names shops without their kingdoms. */
function isWaitedFor(waits: readonly string[], good: string, from: string): boolean {
  const seller = from.slice(from.lastIndexOf('/') + 1);
  return waits.some((text) => text.split(', ').some((entry) => entry.replace(/^\d+ /, '') === `${good} from ${seller}`));
}

/** Of what an input keeps it from making, that of which it makes the smallest part. */
const scarcest = (makes: readonly MakingPlan[]): MakingPlan | undefined =>
  makes
    .filter(({ limit }) => limit.from !== '')
    .reduce<MakingPlan | undefined>((worst, making) => (worst === undefined || partOf(making) < partOf(worst) ? making : worst), undefined);

const partOf = ({ plan, full }: MakingPlan): number => (plan ?? 0) / (full || 1);
