import { isRecord } from '../../ground/json/json.ts';
import { MOST_WORKERS } from '../workers-range.ts';
import { countProblem, show } from './limits.ts';
import type { Problem } from './problem.ts';
import { unknownKeyProblems } from './shape.ts';

export const MOST_REPLICAS = 10_000;

/** What is wrong with a number of workers or a range of them, by the field that it is about: `replicas`, `replicas.from`. */
export function replicasProblems(replicas: unknown): readonly (Problem & { readonly field: string })[] {
  if (replicas === undefined) return [];
  const about = (field: string, problem: Problem | undefined) => (problem === undefined ? [] : [{ field, ...problem }]);
  if (!isRecord(replicas))
    return about('replicas', typeof replicas === 'number' ? countProblem(replicas, 0, MOST_REPLICAS) : neither(replicas));
  const { from, to } = replicas;
  const problems = [
    ...unknownKeyProblems(replicas, ['from', 'to'], MISTAKEN).map(({ key, ...problem }) => ({ field: `replicas.${key}`, ...problem })),
    ...about('replicas.from', from === 0 ? NOBODY : countProblem(from, 1, MOST_WORKERS)),
    ...about('replicas.to', countProblem(to, 1, MOST_WORKERS)),
  ];
  if (problems.length > 0 || Number(from) <= Number(to)) return problems;
  return about('replicas', { what: `is from ${show(from)} to ${show(to)}`, remedy: 'give a "to" that is not below "from"' });
}

const neither = (replicas: unknown): Problem => ({
  what: `is ${show(replicas)}`,
  remedy: `give a whole number, or the range that demand may choose from: { from: 1, to: 5 }`,
});

const NOBODY: Problem = { what: 'is 0', remedy: 'give at least 1: a shop without workers has no stock, and nobody can ask it for any' };

/** What others call the two ends. */
const MISTAKEN = { min: 'from', minimum: 'from', minReplicas: 'from', max: 'to', maximum: 'to', maxReplicas: 'to' };
