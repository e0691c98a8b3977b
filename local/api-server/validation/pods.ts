import { objectOrEmpty, type Json, type JsonObject } from '../../../ground/json/json.ts';
import { listAt, numberAt, objectAt, objectsAt, textAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import type { ValidationRequest } from '../contracts/validating.ts';
import { equal } from '../../../ground/json/equal.ts';
import { forbidden, invalidValue, notSupported, required } from './cause.ts';
import { containersCauses, securityCauses } from './containers.ts';
import { ephemeralCauses } from './ephemeral-containers.ts';
import { labelCauses } from './metadata.ts';
import { dnsLabel, dnsSubdomain } from './names.ts';
import { volumesCauses } from './volumes.ts';

const MOST_SECONDS = 2 ** 31 - 1;
const RESTART = ['Always', 'OnFailure', 'Never'];
const DNS = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];
const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

export function podCauses({ object, old }: ValidationRequest): readonly FailureCause[] {
  const spec = objectAt(object, 'spec') ?? {};
  const cost = deletionCostCauses(object.metadata.annotations, 'metadata');
  // Of an update the real server tells it twice.
  return old
    ? [...cost, ...cost, ...changeCauses(spec, objectAt(old, 'spec') ?? {})]
    : [...cost, ...podSpecCauses(spec, 'spec'), ...unbornCauses(spec)];
}

/** A write to one of a pod's subresources. */
export const podPartCauses = ({ object, old, subresource }: ValidationRequest): readonly FailureCause[] =>
  subresource === 'ephemeralcontainers' ? ephemeralCauses(objectAt(object, 'spec') ?? {}, objectAt(old, 'spec') ?? {}) : [];

/** They are for pods that run. */
const unbornCauses = (spec: JsonObject): readonly FailureCause[] =>
  objectsAt(spec, 'ephemeralContainers').length === 0 ? [] : [forbidden('spec.ephemeralContainers', 'cannot be set on create')];

const COST = 'controller.kubernetes.io/pod-deletion-cost';

/** What is wrong with what it costs to delete a pod, or those of a template, of whose metadata `path` is the place. */
export function deletionCostCauses(annotations: Json | undefined, path: string): readonly FailureCause[] {
  const cost = objectOrEmpty(annotations)[COST];
  if (typeof cost !== 'string' || (/^(?:0|-\d+|[1-9]\d*)$/.test(cost) && (Number(cost) | 0) === Number(cost))) return [];
  return [invalidValue(`${path}.annotations[${COST}]`, cost, 'must be a 32bit integer')];
}

/** What is wrong with the spec of a pod, or of a template of pods. */
export function podSpecCauses(spec: JsonObject, path: string): readonly FailureCause[] {
  const taken = new Set<string>();
  const containers = containersCauses(spec, 'containers', path, taken);
  const seconds = numberAt(spec, 'activeDeadlineSeconds');
  return [
    ...volumesCauses(spec, path),
    ...(listAt(spec, 'containers').length === 0 ? [required(`${path}.containers`)] : containers),
    ...containersCauses(spec, 'initContainers', path, taken),
    ...oneOf(spec, 'restartPolicy', RESTART, path),
    ...oneOf(spec, 'dnsPolicy', DNS, path),
    ...labelCauses(objectAt(spec, 'nodeSelector'), `${path}.nodeSelector`),
    ...securityCauses(objectAt(spec, 'securityContext'), `${path}.securityContext`),
    ...named(spec, 'serviceAccountName', dnsSubdomain, path),
    ...named(spec, 'nodeName', dnsSubdomain, path),
    ...(seconds !== undefined && (seconds < 1 || seconds > MOST_SECONDS)
      ? [invalidValue(`${path}.activeDeadlineSeconds`, seconds, `must be between 1 and ${MOST_SECONDS}, inclusive`)]
      : []),
    ...named(spec, 'hostname', dnsLabel, path),
    ...named(spec, 'subdomain', dnsLabel, path),
    ...objectsAt(spec, 'tolerations').flatMap((toleration, at) => tolerationCauses(toleration, `${path}.tolerations[${at}]`)),
    ...objectsAt(spec, 'topologySpreadConstraints').flatMap((constraint, at) =>
      spreadCauses(constraint, `${path}.topologySpreadConstraints[${at}]`),
    ),
  ];
}

const oneOf = (spec: JsonObject, field: string, choices: readonly string[], path: string): readonly FailureCause[] => {
  const value = textAt(spec, field);
  if (value === '') return [required(`${path}.${field}`)];
  return choices.includes(value) ? [] : [notSupported(`${path}.${field}`, value, choices)];
};

const named = (spec: JsonObject, field: string, rule: (name: string) => readonly string[], path: string): readonly FailureCause[] => {
  const name = textAt(spec, field);
  return name === '' ? [] : rule(name).map((problem) => invalidValue(`${path}.${field}`, name, problem));
};

function tolerationCauses(toleration: JsonObject, path: string): readonly FailureCause[] {
  const [key, operator, effect] = [textAt(toleration, 'key'), textAt(toleration, 'operator'), textAt(toleration, 'effect')];
  return [
    ...(key === '' && operator !== 'Exists'
      ? [
          invalidValue(
            `${path}.operator`,
            operator,
            'operator must be Exists when `key` is empty, which means "match all values and all keys"',
          ),
        ]
      : []),
    ...(effect !== '' && !EFFECTS.includes(effect) ? [notSupported(`${path}.effect`, effect, EFFECTS)] : []),
  ];
}

function spreadCauses(constraint: JsonObject, path: string): readonly FailureCause[] {
  const [skew, key, unsatisfiable] = [
    numberAt(constraint, 'maxSkew') ?? 0,
    textAt(constraint, 'topologyKey'),
    textAt(constraint, 'whenUnsatisfiable'),
  ];
  return [
    ...(skew > 0 ? [] : [invalidValue(`${path}.maxSkew`, skew, 'must be greater than zero')]),
    ...(key === '' ? [required(`${path}.topologyKey`, 'can not be empty')] : []),
    ...(['DoNotSchedule', 'ScheduleAnyway'].includes(unsatisfiable)
      ? []
      : [notSupported(`${path}.whenUnsatisfiable`, unsatisfiable, ['DoNotSchedule', 'ScheduleAnyway'])]),
  ];
}

const LISTS = ['initContainers', 'containers'] as const;
const CHANGEABLE =
  '`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

/** A pod that exists may have other images, and more tolerations. */
function changeCauses(spec: JsonObject, old: JsonObject): readonly FailureCause[] {
  const moved = LISTS.filter((list) => objectsAt(spec, list).length !== objectsAt(old, list).length);
  if (moved.length > 0) return moved.map((list) => forbidden(`spec.${list}`, 'pod updates may not add or remove containers'));
  const without = (value: JsonObject): JsonObject => ({
    ...value,
    tolerations: null,
    activeDeadlineSeconds: null,
    ...Object.fromEntries(LISTS.map((list) => [list, objectsAt(value, list).map((container) => ({ ...container, image: '' }))])),
  });
  const kept = objectsAt(old, 'tolerations').every((toleration) =>
    objectsAt(spec, 'tolerations').some((other) =>
      equal({ ...toleration, tolerationSeconds: null }, { ...other, tolerationSeconds: null }),
    ),
  );
  const images = LISTS.flatMap((list) =>
    objectsAt(spec, list).flatMap((container, at) => (textAt(container, 'image') === '' ? [required(`spec.${list}[${at}].image`)] : [])),
  );
  if (images.length > 0) return images;
  return equal(without(spec), without(old)) && kept
    ? []
    : [forbidden('spec', `pod updates may not change fields other than ${CHANGEABLE}`)];
}
