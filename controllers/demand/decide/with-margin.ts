import type { parseDirections } from '../../../model/directions.ts';
import type { WorkerCounts } from '../../../model/economy/market.ts';
import { wantedWorkers } from '../../../model/wanted-workers.ts';
import { staffed, type Judged } from './judged.ts';
import type { WorkersStep } from './steps.ts';

/** What outsiders ask is known by what they asked in a minute, which is never quite the same. */
const MARGIN = 1.25;

/** Without the steps down that would be undone as soon as outsiders ask a little more. */
export function withMargin(
  steps: ReadonlyMap<string, WorkersStep>,
  shops: readonly Judged[],
  have: WorkerCounts,
  parse: typeof parseDirections,
): ReadonlyMap<string, WorkersStep> {
  const isSure = shops.every(({ soFar }) => soFar.size === 0) || [...steps.values()].every(({ mayHarm }) => !mayHarm);
  if (isSure) return steps;
  const more = shops.map((shop) => {
    const one = staffed(shop);
    return { ...one, asked: new Map([...one.asked].map(([good, units]) => [good, units * MARGIN])) };
  });
  const { wanted } = wantedWorkers(more, parse);
  return new Map(
    [...steps].flatMap(([key, step]): [string, WorkersStep][] => {
      const to = step.mayHarm ? Math.max(step.to, wanted.get(key) ?? 0) : step.to;
      return step.mayHarm && to >= (have.get(key) ?? 0) ? [] : [[key, { ...step, to }]];
    }),
  );
}
