import type { Judge } from './judge.ts';
import type { RollTimesReader } from './roll-times.ts';

/** Holds a roll until it is time for it. */
export const judgeWindow =
  (rollTimes: RollTimesReader): Judge =>
  ({ workload }, now) => {
    const out = rollTimes.outOfTime(workload.interest?.rollTimes ?? {}, now);
    return out === undefined ? 'go' : { held: 'window', ...out };
  };
