import type { MeasuredShop } from '../books/measured-shop.ts';
import { moveKey } from '../books/progress.ts';
import { rate } from '../../model/economy/rate.ts';
import { stateBelow, type MakingPlan, type ShopPlan } from '../plan/realm-plan.ts';
import type { ShopPicture } from '../wire/shop.ts';

/** So far from its plan a shop still does what was planned. */
const FIFTH = 0.2;

/** What the books of a shop say of it; undefined where they cannot say it of all its workers. */
export function measuredState(plan: ShopPlan, measured: MeasuredShop | undefined): Pick<ShopPicture, 'state' | 'by' | 'says'> | undefined {
  if (measured?.rates === undefined || measured.answering < measured.workers) return undefined;
  const { rates } = measured;
  const seen = plan.makes.map((making) => ({ making, now: rates.get(moveKey('made', making.good)) ?? 0, turn: oneTurn(making, measured) }));
  const other = seen.filter(({ making, now, turn }) => Math.abs(now - (making.plan ?? 0)) > Math.max(turn, (making.plan ?? 0) * FIFTH));
  if (other.length === 0) return { state: plan.state, by: 'measured', says: saysOf(plan) };
  const parts = seen
    .filter(({ making }) => making.limit.by !== 'maximum' && (making.full ?? 0) > 0)
    .map(({ making: { good, plan: planned, full }, now, turn }) => ({ good, planned, now, part: (now + turn) / (full ?? 1) }));
  const worst = parts.reduce<(typeof parts)[number] | undefined>((least, one) => (one.part < (least?.part ?? 1) ? one : least), undefined);
  const state = stateBelow(worst?.part ?? 1);
  if (worst === undefined || state === undefined) return { state: plan.state === 'resting' ? 'resting' : 'full', by: 'measured', says: '' };
  return { state, by: 'measured', says: `makes ${rate(worst.now)} ${worst.good}/s: ${rate(worst.planned ?? 0)} are planned` };
}

/** In a window there is one turn of each worker more or less. */
const oneTurn = ({ turn }: MakingPlan, { workers, windowSeconds }: MeasuredShop): number => (workers * turn) / windowSeconds;

export const saysOf = ({ makes, state }: ShopPlan): string =>
  state === 'full' ? '' : (makes.map(({ limit }) => limit.says).find((says) => says !== '') ?? '');
