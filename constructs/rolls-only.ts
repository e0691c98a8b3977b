import type { AdmissionPolicyProps } from './admission-policy.ts';
import { APPLIED_ANNOTATION, LAST_RELOADED_FROM_ANNOTATION, NOTIFIED_ANNOTATION, PAUSED_AT_ANNOTATION } from '../model/keys.ts';
import { annotationVariables, changesOnly, KEEPS_ITS_PLACE, onlyAnnotations } from './annotations-only.ts';

/** What config-reload writes on a workload itself: which content its pods have, which was told of, and when it was paused. */
const RECORDS = [APPLIED_ANNOTATION, NOTIFIED_ANNOTATION];
/** And on its pod template, beside what it was reloaded from last: one variable for each source, whose value is a hash. */
const MARKER =
  "(e.name.matches('^STAKATER_[A-Z0-9_]*_(CONFIGMAP|SECRET|SECRETPROVIDERCLASS)$') && size(e) == 2 && e.?value.orValue('').matches('^[0-9a-f]{40}$'))";

const listed = (keys: readonly string[]) => `[${keys.map((key) => `'${key}'`).join(', ')}]`;
/** CEL: two maps are the same but for these keys. */
const same = (now: string, before: string, ...apart: readonly string[]) =>
  `${now}.all(k, k in ${listed(apart)} || (k in ${before} && ${before}[k] == ${now}[k])) && ${before}.all(k, k in ${listed(apart)} || k in ${now})`;
const env = (container: string) => `${container}.?env.orValue([])`;
const textOf = (annotations: string, key: string) => `${annotations}[?'${key}'].orValue('')`;

export interface RollsOnlyProps extends Required<Pick<AdmissionPolicyProps, 'resources'>> {
  readonly account: string;
  /** Where the beginning of a pause is noted. @default Reloader's annotation */
  readonly pausedAt?: string;
}

/**
 * Who may patch a Deployment can have any pod made from it. This lets config-reload (by the name of its account) roll
 * workloads, and do nothing else to them.
 */
export const rollsOnly = ({ account, resources, pausedAt = PAUSED_AT_ANNOTATION }: RollsOnlyProps): AdmissionPolicyProps => ({
  name: 'civ-rolls-only',
  resources,
  who: { name: 'only-config-reload', expression: `request.userInfo.username == '${account}'` },
  variables: [
    ...annotationVariables,
    { name: 'template', expression: 'object.spec.?template.orValue({})' },
    { name: 'templateBefore', expression: 'oldObject.spec.?template.orValue({})' },
    { name: 'meta', expression: 'variables.template.?metadata.orValue({})' },
    { name: 'metaBefore', expression: 'variables.templateBefore.?metadata.orValue({})' },
    { name: 'notes', expression: 'variables.meta.?annotations.orValue({})' },
    { name: 'notesBefore', expression: 'variables.metaBefore.?annotations.orValue({})' },
    { name: 'pod', expression: 'variables.template.?spec.orValue({})' },
    { name: 'podBefore', expression: 'variables.templateBefore.?spec.orValue({})' },
    { name: 'containers', expression: 'variables.pod.?containers.orValue([])' },
    { name: 'containersBefore', expression: 'variables.podBefore.?containers.orValue([])' },
  ],
  validations: [
    changesOnly('config-reload may only patch the workload itself'),
    {
      expression: `${KEEPS_ITS_PLACE} && ${same('object.spec', 'oldObject.spec', 'paused', 'restartAt', 'template')}`,
      message: 'config-reload may change only annotations, the pause and the pod template of a workload',
    },
    {
      expression: onlyAnnotations(`k in ${listed([...RECORDS, pausedAt])}`),
      message: 'config-reload may change only its own annotations of a workload',
    },
    {
      expression: `object.spec.?paused.orValue(false) == oldObject.spec.?paused.orValue(false) || ${textOf('variables.now', pausedAt)} != ${textOf('variables.before', pausedAt)}`,
      message: 'config-reload may pause and resume only what it notes',
    },
    {
      expression: [
        same('variables.meta', 'variables.metaBefore', 'annotations'),
        same('variables.notes', 'variables.notesBefore', LAST_RELOADED_FROM_ANNOTATION),
        same('variables.pod', 'variables.podBefore', 'containers'),
      ].join(' && '),
      message: `config-reload may change only the annotation ${LAST_RELOADED_FROM_ANNOTATION} and its own variables of a pod template`,
    },
    {
      expression: `variables.containers.map(c, c.name) == variables.containersBefore.map(c, c.name) && variables.containers.all(c, variables.containersBefore.exists(b, b.name == c.name && ${same('c', 'b', 'env')} && ${env('c')}.filter(e, !${MARKER}) == ${env('b')}.filter(e, !${MARKER})))`,
      message: 'config-reload may change only its own variables of a container',
    },
  ],
});
