import type { JsonObject } from '../../../ground/json/json.ts';
import { objectAt } from '../../../ground/json/read-json.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import { invalidValue, required } from './cause.ts';
import { picks, selectorCauses, shownLabels, shownSelector } from './selectors.ts';

const spec = (object: JsonObject | undefined) => objectAt(object, 'spec') ?? {};
const labelsOf = (job: JsonObject) => objectAt(objectAt(objectAt(job, 'template'), 'metadata'), 'labels');

/** The labels by which a Job knows its pods, the old names and the new: `[name, value]`, in the order in which the real server looks. */
export const ownLabelsOf = ({ metadata: { uid = '', name = '' } }: StoredObject): readonly (readonly [string, string])[] => [
  ['controller-uid', uid],
  ['job-name', name],
  ['batch.kubernetes.io/controller-uid', uid],
  ['batch.kubernetes.io/job-name', name],
];

/** A Job that does not select its pods by hand keeps the labels and the selector that it was given. */
export function generatedCauses(job: StoredObject): readonly FailureCause[] {
  if (spec(job)['manualSelector'] === true) return [];
  const [labels, own, selector] = [labelsOf(spec(job)), ownLabelsOf(job), objectAt(spec(job), 'selector')];
  return [
    ...own.flatMap(([name, value]) => {
      const field = `spec.template.metadata.labels[${name}]`;
      const found = labels?.[name];
      if (found === undefined) return [required(field, `must be '${value}'`)];
      return found === value ? [] : [invalidValue(field, shownLabels(labels), `must be '${value}'`)];
    }),
    ...(selector && selectorCauses(selector, '').length === 0 && !picks(selector, Object.fromEntries(own))
      ? [invalidValue('spec.selector', shownSelector(selector), '`selector` not auto-generated')]
      : []),
  ];
}

/** What is wrong with the selector of a Job's spec. */
export function jobSelectorCauses(job: JsonObject): readonly FailureCause[] {
  const [selector, labels] = [objectAt(job, 'selector'), labelsOf(job)];
  const wrong = selector ? selectorCauses(selector, 'spec.selector') : [required('spec.selector')];
  const misses = selector === undefined || (wrong.length === 0 && !picks(selector, labels ?? {}));
  return [
    ...wrong,
    ...(misses ? [invalidValue('spec.template.metadata.labels', shownLabels(labels), '`selector` does not match template `labels`')] : []),
  ];
}
