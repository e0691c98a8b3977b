import type { AdmissionPolicyProps, Validation } from './admission-policy.ts';

const of = (object: 'object' | 'oldObject') => `${object}.metadata.?annotations.orValue({})`;
const same = (field: string, empty: string) =>
  `object.metadata.?${field}.orValue(${empty}) == oldObject.metadata.?${field}.orValue(${empty})`;

/** CEL: annotation `k` is as it was. */
export const UNCHANGED = '(k in variables.before && variables.before[k] == variables.now[k])';

/** The annotations of the pod before and after, as the validations call them. */
export const annotationVariables: NonNullable<AdmissionPolicyProps['variables']> = [
  { name: 'now', expression: of('object') },
  { name: 'before', expression: of('oldObject') },
];

/** CEL: nothing of the metadata but annotations has changed. */
export const KEEPS_ITS_PLACE = [
  same('labels', '{}'),
  same('ownerReferences', '[]'),
  same('finalizers', '[]'),
  same('generateName', "''"),
].join(' && ');

/** CEL: no annotation has changed but those whose key `k` meets `mine`. */
export const onlyAnnotations = (mine: string): string =>
  `variables.now.all(k, ${mine} || ${UNCHANGED}) && variables.before.all(k, ${mine} || k in variables.now)`;

/** Lets an account (`who`, with its article) change those annotations of a pod whose key `k` meets `mine`, and nothing else. */
export const annotationsOnly = (who: string, mine: string, named: string): readonly Validation[] => [
  {
    expression: `object.spec == oldObject.spec && ${KEEPS_ITS_PLACE}`,
    message: `${who} may change only annotations`,
  },
  {
    expression: onlyAnnotations(mine),
    message: `${who} may change only ${named}`,
  },
];

/** Lets an account do nothing with pods but change them: no creation, no end, no subresource, no connection. */
export const changesOnly = (message: string): Validation => ({
  expression: "request.operation == 'UPDATE' && request.?subResource.orValue('') == ''",
  message,
});
