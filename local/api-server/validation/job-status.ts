import type { Json, JsonObject } from '../../../ground/json/json.ts';
import { listAt, numberAt, objectAt, textAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import type { ValidationRequest } from '../contracts/validating.ts';
import { duplicate, invalidValue, invalidWhole, required } from './cause.ts';
import { changes, found, standingOf, type Finding, type JobStanding } from './job-standing.ts';
import { jobIndexCauses } from './job-status-indexes.ts';
import { nonNegative } from './numbers.ts';

/**
 * What is wrong with the status of a Job that somebody writes. Most of it is held against it only where what it is about has changed: a
 * change of the spec may have made wrong what was right.
 */
export function jobStatusCauses({ object, old }: ValidationRequest): readonly FailureCause[] {
  const spec = objectAt(object, 'spec') ?? {};
  const [now, before] = [standingOf(object), standingOf(old)];
  const { status } = now;
  return [
    ...nonNegative(status, 'status', 'active', 'succeeded', 'failed', 'ready', 'terminating'),
    ...uncountedCauses(objectAt(status, 'uncountedTerminatedPods')),
    ...endCauses(spec, now, before),
    ...jobIndexCauses(spec, now, before),
    ...successCauses(spec, now, before),
    ...undoneCauses(spec, now, before),
  ];
}

/** Each pod is named once. */
function uncountedCauses(uncounted: JsonObject | undefined): readonly FailureCause[] {
  const seen = new Set<Json>();
  return ['succeeded', 'failed'].flatMap((list) =>
    listAt(uncounted, list).flatMap((uid, index) => {
      const field = `status.uncountedTerminatedPods.${list}[${index}]`;
      if (uid === '') return [invalidValue(field, uid, 'must not be empty')];
      if (seen.has(uid)) return [duplicate(field, uid)];
      seen.add(uid);
      return [];
    }),
  );
}

/** What an end needs, and what is not to be had with it. */
function endCauses(spec: JsonObject, now: JobStanding, before: JobStanding): readonly FailureCause[] {
  const { status, is, isFinished } = now;
  const { of, ofBeing, ofEnd } = changes(now, before);
  const { startTime = null, completionTime = null } = status;
  const uncounted = objectAt(status, 'uncountedTerminatedPods');
  const hasUncounted = listAt(uncounted, 'succeeded').length + listAt(uncounted, 'failed').length > 0;
  const hasNothingToDo = spec['suspend'] === true && spec['completions'] === 0;
  const [completed, conditions] = ['status.completionTime', 'status.conditions'];
  const isTooEarly =
    startTime !== null && completionTime !== null && Date.parse(textAt(status, 'completionTime')) < Date.parse(textAt(status, 'startTime'));
  return found([
    [
      ofBeing('Complete', 'Failed') && is('Complete') && is('Failed'),
      invalidWhole(conditions, 'cannot set Complete=True and Failed=true conditions'),
    ],
    [
      ofBeing('Complete', 'FailureTarget') && is('Complete') && is('FailureTarget'),
      invalidWhole(conditions, 'cannot set Complete=True and FailureTarget=true conditions'),
    ],
    [
      (ofBeing('Complete') || of('completionTime')) && completionTime !== null && !is('Complete'),
      invalidValue(completed, completionTime, 'cannot set completionTime when there is no Complete=True condition'),
    ],
    [
      (ofBeing('Complete') || of('completionTime')) && completionTime === null && is('Complete'),
      required(completed, 'completionTime is required for Complete jobs'),
    ],
    [of('startTime', 'completionTime') && isTooEarly, invalidValue(completed, completionTime, 'must be equal to or after `startTime`')],
    [
      (ofBeing('Failed') || of('failedIndexes')) && is('Failed') && !is('FailureTarget'),
      invalidWhole(conditions, 'cannot set Failed=True condition without the FailureTarget=true condition'),
    ],
    [
      ofBeing('Complete', 'SuccessCriteriaMet') && is('Complete') && !is('SuccessCriteriaMet'),
      invalidWhole(conditions, 'cannot set Complete=True condition without the SuccessCriteriaMet=true condition'),
    ],
    [
      (ofEnd || of('active')) && isFinished && (numberAt(status, 'active') ?? 0) > 0,
      invalidValue('status.active', status['active'], 'active>0 is invalid for finished job'),
    ],
    [
      (ofEnd || of('startTime')) && isFinished && !hasNothingToDo && startTime === null,
      required('status.startTime', 'startTime is required for finished job'),
    ],
    [
      (ofEnd || of('uncountedTerminatedPods')) && isFinished && hasUncounted,
      invalidValue('status.uncountedTerminatedPods', inGo(uncounted), 'must be empty for finished job'),
    ],
  ]);
}

/** Under the names that the real server has for them inside. */
const inGo = (uncounted: JsonObject | undefined): JsonObject => ({
  Succeeded: uncounted?.['succeeded'] ?? null,
  Failed: uncounted?.['failed'] ?? null,
});

/** Whether it succeeds is said once, and goes with no failure. */
function successCauses(spec: JsonObject, { is }: JobStanding, before: JobStanding): readonly FailureCause[] {
  const [met, path] = [is('SuccessCriteriaMet'), 'status.conditions'];
  return found([
    [met && is('Failed'), invalidWhole(path, 'cannot set SuccessCriteriaMet=True and Failed=true conditions')],
    [met && is('FailureTarget'), invalidWhole(path, 'cannot set SuccessCriteriaMet=True and FailureTarget=true conditions')],
    [
      objectAt(spec, 'successPolicy') !== undefined && !met && is('Complete'),
      invalidWhole(path, 'cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True'),
    ],
    ...['Failed', 'Complete', 'FailureTarget'].map((type): Finding => [
      before.is(type) && !is(type),
      invalidWhole(path, `cannot disable the terminal ${type}=True condition`),
    ]),
  ]);
}

/** What only ever grows, and what is said once. */
function undoneCauses(spec: JsonObject, now: JobStanding, before: JobStanding): readonly FailureCause[] {
  const { of } = changes(now, before);
  const { startTime = null, completionTime = null } = now.status;
  const fell = (name: string) => (numberAt(now.status, name) ?? 0) < (numberAt(before.status, name) ?? 0);
  const counter = (name: string) => invalidValue(`status.${name}`, numberAt(now.status, name) ?? 0, `cannot decrease the ${name} counter`);
  const isResumed = before.is('Suspended') && now.says('Suspended', 'False');
  const mayShrink = textAt(spec, 'completionMode') === 'Indexed' && spec['completions'] === spec['parallelism'];
  const hasMet = before.is('SuccessCriteriaMet');
  return found([
    [fell('failed'), counter('failed')],
    [fell('succeeded') && !mayShrink, counter('succeeded')],
    [
      of('completionTime') && completionTime !== null && (before.status['completionTime'] ?? null) !== null,
      invalidValue('status.completionTime', completionTime, 'field is immutable'),
    ],
    [
      of('startTime') && (before.status['startTime'] ?? null) !== null && !isResumed && spec['suspend'] !== true,
      invalidValue('status.startTime', startTime, 'field is immutable for unsuspended job once set'),
    ],
    [hasMet && !now.is('SuccessCriteriaMet'), invalidWhole('status.conditions', 'cannot disable the SuccessCriteriaMet=True condition')],
    [
      before.is('Complete') && !hasMet && now.is('SuccessCriteriaMet'),
      invalidWhole('status.conditions', 'cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions'),
    ],
  ]);
}
