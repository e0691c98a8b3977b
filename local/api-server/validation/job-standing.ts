import { equal } from '../../../ground/json/equal.ts';
import type { JsonObject } from '../../../ground/json/json.ts';
import { objectAt, objectsAt, textAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';

/** A cause, and whether there is cause for it. */
export type Finding = readonly [boolean, FailureCause];

export const found = (findings: readonly Finding[]): readonly FailureCause[] =>
  findings.filter(([holds]) => holds).map(([, cause]) => cause);

/** How a Job is, as it says itself. */
export function standingOf(object: JsonObject | undefined) {
  const status = objectAt(object, 'status') ?? {};
  const says = (type: string, word: string): boolean =>
    objectsAt(status, 'conditions').some((condition) => textAt(condition, 'type') === type && textAt(condition, 'status') === word);
  const is = (type: string): boolean => says(type, 'True');
  return { status, says, is, isFinished: is('Complete') || is('Failed') };
}

export type JobStanding = ReturnType<typeof standingOf>;

/** What differs from how it was. */
export const changes = (now: JobStanding, before: JobStanding) => ({
  of: (...fields: readonly string[]) => fields.some((field) => !equal(now.status[field] ?? null, before.status[field] ?? null)),
  ofBeing: (...types: readonly string[]) => types.some((type) => now.is(type) !== before.is(type)),
  ofEnd: now.isFinished !== before.isFinished,
});
