import type { WorkerCounts } from '../../../model/economy/market.ts';
import { worseOff } from '../../../model/economy/worse-off.ts';
import type { WantedWorkers } from '../../../model/wanted-workers.ts';
import type { WorkersStep } from './steps.ts';

/** So many are tried one by one where all together would harm. */
const MOST_TRIED = 8;

/** Of these steps, those that leave nobody with less than now: all of them if that goes, and else the first that does alone. */
export function withoutHarm(
  steps: ReadonlyMap<string, WorkersStep>,
  { realm, asked }: WantedWorkers,
  have: WorkerCounts,
): ReadonlyMap<string, number> {
  const sure = [...steps].filter(([, { mayHarm }]) => !mayHarm).map(([key, { to }]) => [key, to] as const);
  const doubtful = [...steps].filter(([, { mayHarm }]) => mayHarm).map(([key, { to }]) => [key, to] as const);
  const harms = (taken: readonly (readonly [string, number])[]): boolean =>
    worseOff(realm, have, new Map([...have, ...taken]), asked).length > 0;
  if (doubtful.length === 0) return new Map(sure);
  if (!harms(doubtful)) return new Map([...sure, ...doubtful]);
  const alone = doubtful.slice(0, MOST_TRIED).find((step) => !harms([step]));
  return new Map([...sure, ...(alone === undefined ? [] : [alone])]);
}
