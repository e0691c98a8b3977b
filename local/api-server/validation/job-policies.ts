import type { Json, JsonObject } from '../../../ground/json/json.ts';
import { listAt, numberAt, objectAt, objectsAt, textAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import { duplicate, invalidValue, invalidWhole, notSupported, required, tooLong, tooMany } from './cause.ts';
import { indexesProblem, indexTotal } from './job-indexes.ts';
import { qualifiedName } from './names.ts';
import { nonNegative } from './numbers.ts';

const MOST = { rules: 20, conditions: 20, exitCodes: 255, indexesBytes: 64 * 1_024 };
const ACTIONS = ['Count', 'FailIndex', 'FailJob', 'Ignore'];
const OPERATORS = ['In', 'NotIn'];
const STATUSES = ['False', 'True', 'Unknown'];

/** A word that must be there, and one of these. */
function wordCauses(object: JsonObject, name: string, path: string, words: readonly string[]): readonly FailureCause[] {
  const word = textAt(object, name);
  const field = `${path}.${name}`;
  if (word === '') return [required(field, `valid values: [${words.map((each) => JSON.stringify(each)).join(' ')}]`)];
  return words.includes(word) ? [] : [notSupported(field, word, words)];
}

const atMost = (list: readonly unknown[], most: number, path: string): readonly FailureCause[] =>
  list.length > most ? [tooMany(path, list.length, most)] : [];

/** `podFailurePolicy` of a Job whose spec is at `path`. */
export function podFailurePolicyCauses(job: JsonObject, path: string): readonly FailureCause[] {
  const policy = objectAt(job, 'podFailurePolicy');
  if (policy === undefined) return [];
  const at = `${path}.podFailurePolicy.rules`;
  const rules = objectsAt(policy, 'rules');
  const pods = objectAt(objectAt(job, 'template'), 'spec');
  const containers = ['containers', 'initContainers'].flatMap((name) => objectsAt(pods, name).map((each) => textAt(each, 'name')));
  return [...atMost(rules, MOST.rules, at), ...rules.flatMap((rule, index) => ruleCauses(rule, `${at}[${index}]`, job, containers))];
}

function ruleCauses(rule: JsonObject, path: string, job: JsonObject, containers: readonly string[]): readonly FailureCause[] {
  const [exitCodes, conditions] = [objectAt(rule, 'onExitCodes'), objectsAt(rule, 'onPodConditions')];
  const isForIndexes = textAt(rule, 'action') === 'FailIndex';
  return [
    ...(isForIndexes && numberAt(job, 'backoffLimitPerIndex') === undefined
      ? [invalidValue(`${path}.action`, 'FailIndex', 'requires the backoffLimitPerIndex to be set')]
      : wordCauses(rule, 'action', path, ACTIONS)),
    ...(exitCodes ? exitCodeCauses(exitCodes, `${path}.onExitCodes`, containers) : []),
    ...atMost(conditions, MOST.conditions, `${path}.onPodConditions`),
    ...conditions.flatMap((pattern, index) => conditionCauses(pattern, `${path}.onPodConditions[${index}]`)),
    ...(exitCodes && conditions.length > 0
      ? [invalidWhole(path, 'specifying both OnExitCodes and OnPodConditions is not supported')]
      : !exitCodes && conditions.length === 0
        ? [invalidWhole(path, 'specifying one of OnExitCodes and OnPodConditions is required')]
        : []),
  ];
}

function conditionCauses(pattern: JsonObject, path: string): readonly FailureCause[] {
  const type = textAt(pattern, 'type');
  return [
    ...qualifiedName(type).map((problem) => invalidValue(`${path}.type`, type, problem)),
    ...wordCauses(pattern, 'status', path, STATUSES),
  ];
}

function exitCodeCauses(exitCodes: JsonObject, path: string, containers: readonly string[]): readonly FailureCause[] {
  const { containerName: name } = exitCodes;
  const values = listAt(exitCodes, 'values').map(Number);
  return [
    ...wordCauses(exitCodes, 'operator', path, OPERATORS),
    ...(name === undefined || containers.includes(textAt(exitCodes, 'containerName'))
      ? []
      : [invalidValue(`${path}.containerName`, name, 'must be one of the container or initContainer names in the pod template')]),
    ...(values.length === 0 ? [invalidValue(`${path}.values`, values, 'at least one value is required')] : []),
    ...atMost(values, MOST.exitCodes, `${path}.values`),
    ...values.flatMap((value, index) => [
      ...(value === 0 && textAt(exitCodes, 'operator') === 'In'
        ? [invalidValue(`${path}.values[${index}]`, value, 'must not be 0 for the In operator')]
        : []),
      ...(values.indexOf(value) < index ? [duplicate(`${path}.values[${index}]`, value)] : []),
    ]),
    ...(values.some((value, index) => index > 0 && (values[index - 1] ?? value) > value)
      ? [invalidValue(`${path}.values`, exitCodes['values'], 'must be ordered')]
      : []),
  ];
}

/** `successPolicy` of a Job whose spec is at `path`. */
export function successPolicyCauses(job: JsonObject, path: string): readonly FailureCause[] {
  const policy = objectAt(job, 'successPolicy');
  if (policy === undefined) return [];
  const rules = objectsAt(policy, 'rules');
  const at = `${path}.successPolicy`;
  if (textAt(job, 'completionMode') !== 'Indexed') return [invalidValue(at, successPolicyInGo(policy), 'requires indexed completion mode')];
  const none = 'at least one rules must be specified when the successPolicy is specified';
  return [
    ...(rules.length === 0 ? [required(`${at}.rules`, none)] : []),
    ...atMost(rules, MOST.rules, `${at}.rules`),
    ...rules.flatMap((rule, index) => successRuleCauses(rule, `${at}.rules[${index}]`, numberAt(job, 'completions') ?? 0)),
  ];
}

/** The policy under the names that the real server has for its fields inside. */
export const successPolicyInGo = (policy: JsonObject | undefined): Json =>
  policy === undefined
    ? null
    : {
        Rules: objectsAt(policy, 'rules').map(({ succeededIndexes = null, succeededCount = null }) => ({
          SucceededIndexes: succeededIndexes,
          SucceededCount: succeededCount,
        })),
      };

function successRuleCauses(rule: JsonObject, path: string, completions: number): readonly FailureCause[] {
  const { succeededIndexes: indexes, succeededCount: count } = rule;
  if (indexes === undefined && count === undefined)
    return [required(path, 'at least one of succeededCount or succeededIndexes must be specified')];
  const problem = typeof indexes === 'string' ? indexesProblem(indexes, completions) : undefined;
  const total = typeof indexes === 'string' && problem === undefined ? indexTotal(indexes) : 0;
  const counted = typeof count === 'number' ? count : undefined;
  const tooManyOf = (most: number, what: string) =>
    counted !== undefined && counted > most
      ? [invalidValue(`${path}.succeededCount`, counted, `must be less than or equal to ${most} (the number of ${what})`)]
      : [];
  return [
    ...(typeof indexes === 'string' && indexes.length > MOST.indexesBytes ? [tooLong(`${path}.succeededIndexes`, MOST.indexesBytes)] : []),
    ...(problem === undefined ? [] : [invalidValue(`${path}.succeededIndexes`, indexes, `error parsing succeededIndexes: ${problem}`)]),
    ...nonNegative(rule, path, 'succeededCount'),
    ...tooManyOf(completions, 'specified completions'),
    ...(indexes === undefined ? [] : tooManyOf(total, 'indexes in the specified succeededIndexes field')),
  ];
}
