import type { JsonObject } from '../../../ground/json/json.ts';
import { listAt, numberAt, objectAt, objectsAt, textAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import type { ValidationRequest } from '../contracts/validating.ts';
import { equal } from '../../../ground/json/equal.ts';
import { forbidden, invalidValue, notSupported, required } from './cause.ts';
import { labelCauses } from './metadata.ts';
import { atMostAll, isZero, nonNegative, numberOrPercent } from './numbers.ts';
import { deletionCostCauses, podSpecCauses } from './pods.ts';
import { isEmptySelector, picks, selectorCauses, shownLabels, shownSelector } from './selectors.ts';

const spec = (object: JsonObject) => objectAt(object, 'spec') ?? {};

/** Pods by a template, picked by a selector that may not change. */
function templateCauses({ object, old }: ValidationRequest, kind: string, restart: readonly string[]): readonly FailureCause[] {
  const [selector, template] = [objectAt(spec(object), 'selector'), objectAt(spec(object), 'template')];
  const labels = objectAt(objectAt(template, 'metadata'), 'labels');
  const wrong = selector ? selectorCauses(selector, 'spec.selector') : [required('spec.selector')];
  const empty = selector && isEmptySelector(selector) ? [invalidValue('spec.selector', {}, `empty selector is invalid for ${kind}`)] : [];
  const unreadable = selector && wrong.length > 0 ? [invalidValue('spec.selector', shownSelector(selector), 'invalid label selector')] : [];
  const misses = wrong.length === 0 || !selector ? empty.length === 0 && !(selector && picks(selector, labels ?? {})) : false;
  return [
    ...wrong,
    ...empty,
    ...unreadable,
    ...(misses ? [invalidValue('spec.template.metadata.labels', shownLabels(labels), '`selector` does not match template `labels`')] : []),
    ...labelCauses(labels, 'spec.template.metadata.labels'),
    ...deletionCostCauses(objectAt(objectAt(template, 'metadata'), 'annotations'), 'spec.template'),
    ...podTemplateCauses(objectAt(template, 'spec') ?? {}, restart),
    ...(old && !equal(selector, objectAt(spec(old), 'selector'))
      ? [invalidValue('spec.selector', shownSelector(selector), 'field is immutable')]
      : []),
  ];
}

function podTemplateCauses(pods: JsonObject, restart: readonly string[]): readonly FailureCause[] {
  const policy = textAt(pods, 'restartPolicy');
  return [
    ...podSpecCauses(pods, 'spec.template.spec').filter(({ field }) => field !== 'spec.template.spec.restartPolicy'),
    ...(policy !== '' && !restart.includes(policy) ? [notSupported('spec.template.spec.restartPolicy', policy, restart)] : []),
    ...(restart.length === 1 && numberAt(pods, 'activeDeadlineSeconds') !== undefined
      ? [forbidden('spec.template.spec.activeDeadlineSeconds', 'activeDeadlineSeconds in ReplicaSet is not Supported')]
      : []),
  ];
}

function strategyCauses(strategy: JsonObject | undefined): readonly FailureCause[] {
  const [type, rolling] = [textAt(strategy, 'type'), objectAt(strategy, 'rollingUpdate')];
  const path = 'spec.strategy.rollingUpdate';
  if (type === 'Recreate') return rolling ? [forbidden(path, "may not be specified when strategy `type` is 'Recreate'")] : [];
  if (type !== 'RollingUpdate') return [notSupported('spec.strategy', { Type: type, RollingUpdate: null }, ['Recreate', 'RollingUpdate'])];
  const [surge, loss] = [rolling?.['maxSurge'], rolling?.['maxUnavailable']];
  return [
    ...numberOrPercent(loss, `${path}.maxUnavailable`),
    ...numberOrPercent(surge, `${path}.maxSurge`),
    ...(isZero(surge) && isZero(loss) ? [invalidValue(`${path}.maxUnavailable`, loss, 'may not be 0 when `maxSurge` is 0')] : []),
    ...atMostAll(loss, `${path}.maxUnavailable`),
  ];
}

export function deploymentCauses(request: ValidationRequest): readonly FailureCause[] {
  const deployment = spec(request.object);
  const [deadline, ready] = [numberAt(deployment, 'progressDeadlineSeconds'), numberAt(deployment, 'minReadySeconds') ?? 0];
  return [
    ...nonNegative(deployment, 'spec', 'replicas'),
    ...templateCauses(request, 'deployment', ['Always']),
    ...strategyCauses(objectAt(deployment, 'strategy')),
    ...nonNegative(deployment, 'spec', 'minReadySeconds', 'revisionHistoryLimit', 'progressDeadlineSeconds'),
    ...(deadline !== undefined && deadline <= ready
      ? [invalidValue('spec.progressDeadlineSeconds', deadline, 'must be greater than minReadySeconds')]
      : []),
  ];
}

export const replicaSetCauses = (request: ValidationRequest): readonly FailureCause[] => [
  ...nonNegative(spec(request.object), 'spec', 'replicas', 'minReadySeconds'),
  ...templateCauses(request, 'deployment', ['Always']),
];

export const statefulSetCauses = (request: ValidationRequest): readonly FailureCause[] => [
  ...nonNegative(spec(request.object), 'spec', 'replicas', 'minReadySeconds'),
  ...templateCauses({ ...request, object: withClaims(request.object) }, 'statefulset', ['Always']),
];

/** The pods of a StatefulSet have a volume for each claim as well, after those of their template. */
function withClaims<T extends JsonObject>(set: T): T {
  const template = objectAt(spec(set), 'template') ?? {};
  const pods = objectAt(template, 'spec') ?? {};
  const named = new Set(objectsAt(pods, 'volumes').map((volume) => textAt(volume, 'name')));
  const claims = objectsAt(spec(set), 'volumeClaimTemplates').map((claim) => textAt(objectAt(claim, 'metadata'), 'name'));
  const added = claims.filter((name) => !named.has(name)).map((name) => ({ name, emptyDir: {} }));
  if (added.length === 0) return set;
  const volumes = [...listAt(pods, 'volumes'), ...added];
  return { ...set, spec: { ...spec(set), template: { ...template, spec: { ...pods, volumes } } } };
}

export const daemonSetCauses = (request: ValidationRequest): readonly FailureCause[] => [
  ...templateCauses(request, 'daemonset', ['Always']),
  ...nonNegative(spec(request.object), 'spec', 'minReadySeconds', 'revisionHistoryLimit'),
];
