import { parseQuantity } from '../../../ground/text/quantity.ts';
import type { Json, JsonObject } from '../../../ground/json/json.ts';
import { equal } from '../../../ground/json/equal.ts';
import { listAt, objectAt, objectsAt, shown, textAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import type { ValidationRequest } from '../contracts/validating.ts';
import { forbidden, immutable, invalidValue, notSupported, required } from './cause.ts';
import { dnsSubdomain, qualifiedName } from './names.ts';

const oneOf = (object: JsonObject | undefined, field: string, choices: readonly string[], path = field): readonly FailureCause[] => {
  const value = textAt(object, field);
  return choices.includes(value) ? [] : [notSupported(path, value, choices)];
};
const names = (value: string, path: string): readonly FailureCause[] =>
  dnsSubdomain(value).map((problem) => invalidValue(path, value, problem));

function parameterCauses(parameters: JsonObject | undefined): readonly FailureCause[] {
  return Object.keys(parameters ?? {}).some((key) => key === '') ? [invalidValue('parameters', '', 'field can not be empty.')] : [];
}

function topologyCauses(object: JsonObject): readonly FailureCause[] {
  return objectsAt(object, 'allowedTopologies').flatMap((term, at) =>
    objectsAt(term, 'matchLabelExpressions').flatMap((expression, index) =>
      listAt(expression, 'values').length > 0 ? [] : [required(`allowedTopologies[${at}].matchLabelExpressions[${index}].values`)],
    ),
  );
}

export function storageClassCauses({ object, old }: ValidationRequest): readonly FailureCause[] {
  const provisioner = textAt(object, 'provisioner').toLowerCase();
  return [
    ...(provisioner === ''
      ? [required('provisioner')]
      : qualifiedName(provisioner).map((problem) => invalidValue('provisioner', provisioner, problem))),
    ...parameterCauses(objectAt(object, 'parameters')),
    ...oneOf(object, 'reclaimPolicy', ['Delete', 'Retain']),
    ...oneOf(object, 'volumeBindingMode', ['Immediate', 'WaitForFirstConsumer']),
    ...topologyCauses(object),
    ...immutable(object, old, 'parameters', 'provisioner', 'reclaimPolicy', 'volumeBindingMode'),
  ];
}

const FS_GROUP_POLICIES = ['File', 'None', 'ReadWriteOnceWithFSType'];
const LIFECYCLES = ['Persistent', 'Ephemeral'];
const IN_SECRETS =
  'spec.serviceAccountTokenInSecrets is unset; if supported by this CSI driver, set to true to prevent possible logging of tokens in volume attributes';

export function csiDriverCauses({ object, old, warn }: ValidationRequest): readonly FailureCause[] {
  const spec = objectAt(object, 'spec');
  if (listAt(spec, 'tokenRequests').length > 0 && spec?.['serviceAccountTokenInSecrets'] === undefined) warn?.(IN_SECRETS);
  const attach = spec?.['attachRequired'];
  return [
    ...oneOf(spec, 'fsGroupPolicy', FS_GROUP_POLICIES, 'spec.fsGroupPolicy'),
    ...listAt(spec, 'volumeLifecycleModes')
      .filter((mode) => !LIFECYCLES.includes(shown(mode)))
      .map((mode) => notSupported('spec.volumeLifecycleModes', mode, LIFECYCLES)),
    ...(old && attach !== objectAt(old, 'spec')?.['attachRequired']
      ? [invalidValue('spec.attachedRequired', attach, 'field is immutable')]
      : []),
  ];
}

export function csiNodeCauses({ object, old }: ValidationRequest): readonly FailureCause[] {
  const drivers = objectsAt(objectAt(object, 'spec'), 'drivers');
  const before = new Map(objectsAt(objectAt(old, 'spec'), 'drivers').map((driver) => [textAt(driver, 'name'), driver]));
  const changed = drivers.filter((driver) => {
    const known = before.get(textAt(driver, 'name'));
    return known !== undefined && !equal(known, driver);
  });
  return [
    ...drivers.flatMap((driver, at) =>
      ['name', 'nodeID'].filter((field) => textAt(driver, field) === '').map((field) => required(`spec.drivers[${at}].${field}`)),
    ),
    ...changed.map((driver) =>
      invalidValue('spec.drivers', asGo(driver, ['name', 'nodeID', 'topologyKeys', 'allocatable']), 'field is immutable'),
    ),
  ];
}

/** A struct as Go shows one that has no names in JSON: every field, under its own name. */
const asGo = (value: JsonObject, fields: readonly string[]): Json =>
  Object.fromEntries(fields.map((field) => [field.charAt(0).toUpperCase() + field.slice(1), value[field] ?? null]));

export function storageCapacityCauses({ object, old }: ValidationRequest): readonly FailureCause[] {
  const capacity = object['capacity'];
  return [
    ...names(textAt(object, 'storageClassName'), 'storageClassName'),
    ...['capacity', 'maximumVolumeSize'].flatMap((field) => negative(field === 'capacity' ? capacity : object[field], field)),
    ...immutable(object, old, 'nodeTopology', 'storageClassName'),
  ];
}

const negative = (value: Json | undefined, field: string): readonly FailureCause[] =>
  value !== undefined && (parseQuantity(shown(value))?.nano ?? 0n) < 0n
    ? [invalidValue(field, value, 'must be greater than or equal to 0')]
    : [];

export function volumeAttachmentCauses({ object, old }: ValidationRequest): readonly FailureCause[] {
  const spec = objectAt(object, 'spec') ?? {};
  const source = objectAt(spec, 'source') ?? {};
  const sources = ['inlineVolumeSpec', 'persistentVolumeName'].filter((field) => source[field] !== undefined);
  const told = {
    ...(asGo(spec, ['attacher', 'source', 'nodeName']) as JsonObject),
    Source: asGo(source, ['persistentVolumeName', 'inlineVolumeSpec']),
  };
  if (old) return equal(spec, objectAt(old, 'spec') ?? {}) ? [] : [invalidValue('spec', told, 'field is immutable')];
  return [
    ...(textAt(spec, 'attacher') === '' ? [required('spec.attacher')] : []),
    ...(sources.length === 1 ? [] : [required('spec.source', 'must specify exactly one of inlineVolumeSpec and persistentVolumeName')]),
    ...names(textAt(spec, 'nodeName'), 'spec.nodeName'),
  ];
}

export function volumeAttributesClassCauses({ object, old }: ValidationRequest): readonly FailureCause[] {
  const changed = ['driverName', 'parameters'].filter((field) => old && !equal(object[field] ?? null, old[field] ?? null));
  if (old) return changed.map((field) => forbidden(field, `updates to ${field} are forbidden.`));
  return [
    ...(textAt(object, 'driverName') === '' ? [required('driverName')] : []),
    ...(Object.keys(objectAt(object, 'parameters') ?? {}).length === 0
      ? [required('parameters', 'must contain at least one key/value pair')]
      : []),
  ];
}
