import type { Job } from '../../../../kube/objects/built-in.ts';
import { indexesIn } from './indexes.ts';

/** Which of its rules a Job with indexes keeps to: enough has been done then. */
export function successMessage({ spec }: Job, done: ReadonlySet<number>): string | undefined {
  const { successPolicy, completions = 0 } = spec ?? {};
  const index = successPolicy?.rules.findIndex(({ succeededIndexes, succeededCount }) => {
    if (succeededIndexes === undefined) return succeededCount !== undefined && done.size > 0 && done.size >= succeededCount;
    const wanted = indexesIn(succeededIndexes, completions);
    const reached = wanted.intersection(done).size;
    return reached > 0 && (reached === wanted.size || (succeededCount !== undefined && reached >= succeededCount));
  });
  return index === undefined || index < 0 ? undefined : `Matched rules at index ${index}`;
}
