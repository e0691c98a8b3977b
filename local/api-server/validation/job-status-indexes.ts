import type { JsonObject } from '../../../ground/json/json.ts';
import { numberAt, textAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import { invalidValue } from './cause.ts';
import { commonIndex, indexesProblem } from './job-indexes.ts';
import { changes, found, type JobStanding } from './job-standing.ts';

/** What is wrong with the indexes that are done or given up, and with what is counted beside them. */
export function jobIndexCauses(spec: JsonObject, now: JobStanding, before: JobStanding): readonly FailureCause[] {
  const { status, isFinished } = now;
  const { of, ofEnd } = changes(now, before);
  const completions = numberAt(spec, 'completions');
  const [completed, failed] = [textAt(status, 'completedIndexes'), status['failedIndexes'] ?? null];
  const failedText = textAt(status, 'failedIndexes');
  const hasLimits = numberAt(spec, 'backoffLimitPerIndex') !== undefined;
  const problemOf = (text: string) => (completions === undefined ? undefined : indexesProblem(text, completions));
  const [completedProblem, failedProblem] = [problemOf(completed), failed !== null && hasLimits ? problemOf(failedText) : undefined];
  const shared = completions === undefined || failed === null ? undefined : commonIndex(completed, failedText, completions);
  const [completedField, failedField] = ['status.completedIndexes', 'status.failedIndexes'];
  const [active = 0, ready, terminating = 0] = ['active', 'ready', 'terminating'].map((name) => numberAt(status, name));
  return found([
    [
      of('completedIndexes') && completedProblem !== undefined,
      invalidValue(completedField, completed, `error parsing completedIndexes: ${completedProblem ?? ''}`),
    ],
    [
      of('failedIndexes') && failedProblem !== undefined,
      invalidValue(failedField, failed, `error parsing failedIndexes: ${failedProblem ?? ''}`),
    ],
    [
      of('completedIndexes') && completed !== '' && textAt(spec, 'completionMode') !== 'Indexed',
      invalidValue(completedField, completed, 'cannot set non-empty completedIndexes when non-indexed completion mode'),
    ],
    [
      of('failedIndexes') && failed !== null && !hasLimits,
      invalidValue(failedField, failed, 'cannot set non-null failedIndexes when backoffLimitPerIndex is null'),
    ],
    [
      of('failedIndexes', 'completedIndexes') && shared !== undefined,
      invalidValue(failedField, failed, `failedIndexes and completedIndexes overlap at index: ${shared ?? ''}`),
    ],
    [
      (ofEnd || of('terminating')) && isFinished && terminating > 0,
      invalidValue('status.terminating', terminating, 'terminating>0 is invalid for finished job'),
    ],
    [
      of('ready', 'active') && ready !== undefined && ready > active,
      invalidValue('status.ready', ready, 'cannot set more ready pods than active'),
    ],
  ]);
}
