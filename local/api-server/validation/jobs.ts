import type { Json, JsonObject } from '../../../ground/json/json.ts';
import { numberAt, objectAt, textAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import type { ValidationRequest } from '../contracts/validating.ts';
import { equal } from '../../../ground/json/equal.ts';
import { invalidValue, notSupported, required, tooLong } from './cause.ts';
import { podFailurePolicyCauses, successPolicyCauses, successPolicyInGo } from './job-policies.ts';
import { generatedCauses, jobSelectorCauses } from './job-selector.ts';
import { jobTemplateCauses } from './job-template.ts';
import { dnsLabel, dnsSubdomain } from './names.ts';
import { nonNegative } from './numbers.ts';
import { podSpecCauses } from './pods.ts';
import { shownSelector } from './selectors.ts';

const spec = (object: JsonObject) => objectAt(object, 'spec') ?? {};

const ENDING = ['OnFailure', 'Never'];
const REPLACEMENTS = ['Failed', 'TerminatingOrFailed'];
const MODES = ['NonIndexed', 'Indexed'];
const MANAGER_BYTES = 63;

/** How much a Job with indexes may have of them: beyond `many` completions, less. */
const MOST = { parallelism: 100_000, failedIndexes: 100_000, many: 100_000, ofMany: 10_000 };

/** Pods that end; those of a job alone are picked by a label that the server makes. */
function jobSpecCauses(job: JsonObject, path: string): readonly FailureCause[] {
  const [pods, limit] = [objectAt(objectAt(job, 'template'), 'spec') ?? {}, numberAt(job, 'backoffLimitPerIndex')];
  const numbers = ['parallelism', 'completions', 'activeDeadlineSeconds', 'backoffLimit', 'ttlSecondsAfterFinished'];
  return [
    ...nonNegative(job, path, ...numbers, 'backoffLimitPerIndex', 'maxFailedIndexes'),
    ...(numberAt(job, 'maxFailedIndexes') !== undefined && limit === undefined
      ? [required(`${path}.backoffLimitPerIndex`, 'when maxFailedIndexes is specified')]
      : []),
    ...managerCauses(job, path),
    ...modeCauses(job, path),
    ...podFailurePolicyCauses(job, path),
    ...successPolicyCauses(job, path),
    ...replacementCauses(job, path),
    ...podSpecCauses(pods, `${path}.template.spec`).filter(({ field }) => field !== `${path}.template.spec.restartPolicy`),
    ...restartCauses(textAt(pods, 'restartPolicy'), `${path}.template.spec.restartPolicy`, objectAt(job, 'podFailurePolicy') !== undefined),
  ];
}

function restartCauses(policy: string, field: string, hasPolicy: boolean): readonly FailureCause[] {
  if (policy === '' || policy === 'Always') return [required(field, 'valid values: "OnFailure", "Never"')];
  if (!ENDING.includes(policy)) return [notSupported(field, policy, ENDING)];
  return hasPolicy && policy !== 'Never'
    ? [invalidValue(field, policy, 'only "Never" is supported when podFailurePolicy is specified')]
    : [];
}

function replacementCauses(job: JsonObject, path: string): readonly FailureCause[] {
  const policy = textAt(job, 'podReplacementPolicy');
  const supported = objectAt(job, 'podFailurePolicy') ? ['Failed'] : REPLACEMENTS;
  return policy === '' || supported.includes(policy) ? [] : [notSupported(`${path}.podReplacementPolicy`, policy, supported)];
}

function managerCauses({ managedBy: name }: JsonObject, path: string): readonly FailureCause[] {
  if (typeof name !== 'string') return [];
  const field = `${path}.managedBy`;
  if (name === '') return [required(field)];
  const [host = '', ...rest] = name.split('/');
  return [
    ...(host === '' || rest.join('/') === ''
      ? [invalidValue(field, name, 'must be a domain-prefixed path (such as "acme.io/foo")')]
      : dnsSubdomain(host).map((problem) => invalidValue(field, host, problem))),
    ...(name.length > MANAGER_BYTES ? [tooLong(field, MANAGER_BYTES)] : []),
  ];
}

/** What goes with indexes, or not without them. */
function modeCauses(job: JsonObject, path: string): readonly FailureCause[] {
  const mode = textAt(job, 'completionMode');
  const at = (name: string) => ({ value: numberAt(job, name), field: `${path}.${name}` });
  const [limit, failed, completions] = [at('backoffLimitPerIndex'), at('maxFailedIndexes'), at('completions')];
  if (mode === '' || mode === 'NonIndexed')
    return [limit, failed]
      .filter(({ value }) => value !== undefined)
      .map(({ field, value }) => invalidValue(field, value, 'requires indexed completion mode'));
  if (mode !== 'Indexed') return [notSupported(`${path}.completionMode`, mode, MODES)];
  const atMost = ({ value, field }: ReturnType<typeof at>, most: number, where: string) =>
    value !== undefined && value > most ? [invalidValue(field, value, `must be less than or equal to ${where}`)] : [];
  const isLong = (completions.value ?? 0) > MOST.many && limit.value !== undefined;
  const ofMany = `${MOST.ofMany} when completions are above ${MOST.many} and used with backoff limit per index`;
  return [
    ...(completions.value === undefined ? [required(completions.field, 'when completion mode is Indexed')] : []),
    ...atMost(at('parallelism'), MOST.parallelism, `${MOST.parallelism} when completion mode is Indexed`),
    ...atMost(failed, completions.value ?? Infinity, 'completions'),
    ...atMost(failed, MOST.failedIndexes, String(MOST.failedIndexes)),
    ...(isLong && failed.value === undefined ? [required(failed.field, `must be specified when completions is above ${MOST.many}`)] : []),
    ...(isLong ? [...atMost(at('parallelism'), MOST.ofMany, ofMany), ...atMost(failed, MOST.ofMany, ofMany)] : []),
  ];
}

const FIXED = ['completionMode', 'podFailurePolicy', 'backoffLimitPerIndex', 'managedBy', 'successPolicy'];

export function jobCauses({ object, old }: ValidationRequest): readonly FailureCause[] {
  const job = spec(object);
  const whole = [...jobSpecCauses(job, 'spec'), ...jobSelectorCauses(job)];
  const born = [...generatedCauses(object), ...whole, ...lastHostCauses(object)];
  if (!old) return born;
  const changed = (...fields: readonly string[]) =>
    fields
      .filter((field) => !equal(job[field] ?? null, spec(old)[field] ?? null))
      .map((field) => invalidValue(`spec.${field}`, shownOf(job, field), 'field is immutable'));
  return [
    ...born,
    ...whole, // the real server says it twice
    ...completionsCauses(job, spec(old)),
    ...changed('selector'),
    ...jobTemplateCauses(object, old),
    ...changed(...FIXED),
  ];
}

function shownOf(job: JsonObject, field: string): Json | undefined {
  if (field === 'selector') return shownSelector(objectAt(job, field));
  return field === 'successPolicy' ? successPolicyInGo(objectAt(job, field)) : job[field];
}

/** Each pod of a Job with indexes is told its index in its host name. */
function lastHostCauses(object: JsonObject): readonly FailureCause[] {
  const completions = numberAt(spec(object), 'completions') ?? 0;
  if (textAt(spec(object), 'completionMode') !== 'Indexed' || completions <= 0) return [];
  const name = textAt(objectAt(object, 'metadata'), 'name');
  const host = `${name}-${completions - 1}`;
  return dnsLabel(host).length === 0
    ? []
    : [invalidValue('metadata.name', name, `will not able to create pod with invalid DNS label: ${host}`)];
}

function completionsCauses(job: JsonObject, old: JsonObject): readonly FailureCause[] {
  const [{ completions, parallelism }, field] = [job, 'spec.completions'];
  if (equal(completions ?? null, old['completions'] ?? null)) return [];
  if (textAt(job, 'completionMode') !== 'Indexed') return [invalidValue(field, completions, 'field is immutable')];
  return completions === undefined || completions === parallelism
    ? []
    : [invalidValue(field, completions, 'can only be modified in tandem with spec.parallelism')];
}

const CRON_FIELDS = 5;

export function cronJobCauses({ object }: ValidationRequest): readonly FailureCause[] {
  const schedule = textAt(spec(object), 'schedule');
  const parts = schedule.trim().split(/\s+/);
  const isWord = /^@(?:every \S+|yearly|annually|monthly|weekly|daily|midnight|hourly)$/.test(schedule);
  return [
    ...(schedule === ''
      ? [required('spec.schedule')]
      : isWord || parts.length === CRON_FIELDS
        ? []
        : [invalidValue('spec.schedule', schedule, `expected exactly 5 fields, found ${parts.length}: [${parts.join(' ')}]`)]),
    ...jobSpecCauses(objectAt(objectAt(spec(object), 'jobTemplate'), 'spec') ?? {}, 'spec.jobTemplate.spec'),
  ];
}
