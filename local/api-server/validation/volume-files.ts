import type { JsonObject } from '../../../ground/json/json.ts';
import { numberAt, objectAt, objectsAt, textAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import { invalidValue, notSupported, required } from './cause.ts';
import { qualifiedName } from './names.ts';

const MOST_MODE = 0o777;
const FIELDS = ['metadata.annotations', 'metadata.labels', 'metadata.name', 'metadata.namespace', 'metadata.uid'];
const POD_FIELDS = /^(?:spec\.(?:nodeName|serviceAccountName|hostNetwork|restartPolicy)|status\.(?:phase|podIPs?|hostIPs?))$/;
const RESOURCES = ['limits', 'requests'].flatMap((kind) => ['cpu', 'ephemeral-storage', 'memory'].map((name) => `${kind}.${name}`));

/** What is wrong with the files that a ConfigMap or Secret is to become. */
export const filesCauses = (value: JsonObject, path: string): readonly FailureCause[] => [
  ...modeCauses(value, 'defaultMode', path),
  ...objectsAt(value, 'items').flatMap((item, at) => itemCauses(item, `${path}.items[${at}]`)),
];

function itemCauses(item: JsonObject, path: string): readonly FailureCause[] {
  return [
    ...(textAt(item, 'key') === '' ? [required(`${path}.key`)] : []),
    ...filePathCauses(textAt(item, 'path'), `${path}.path`),
    ...modeCauses(item, 'mode', path),
  ];
}

/** A file stays within its volume, and off the names that the node itself uses there. */
export function filePathCauses(file: string, path: string): readonly FailureCause[] {
  if (file === '') return [required(path)];
  return [
    ...descendingCauses(file, path),
    ...(file.startsWith('..') && !file.startsWith('../') ? [invalidValue(path, file, "must not start with '..'")] : []),
  ];
}

/** A path within a folder, as far as words can tell. */
export const descendingCauses = (file: string, path: string): readonly FailureCause[] => [
  ...(file.startsWith('/') ? [invalidValue(path, file, 'must be a relative path')] : []),
  ...pathUpwards(file, path),
];

export const pathUpwards = (file: string, path: string): readonly FailureCause[] =>
  file.split('/').includes('..') ? [invalidValue(path, file, "must not contain '..'")] : [];

export function modeCauses(value: JsonObject, field: string, path: string): readonly FailureCause[] {
  const mode = numberAt(value, field);
  return mode !== undefined && (mode < 0 || mode > MOST_MODE)
    ? [invalidValue(`${path}.${field}`, mode, 'must be a number between 0 and 0777 (octal), both inclusive')]
    : [];
}

/** What is wrong with the files that fields of the pod are to become; the real server does not say which of them it means. */
export const downwardCauses = (value: JsonObject, path: string): readonly FailureCause[] =>
  objectsAt(value, 'items').flatMap((item) => [
    ...filePathCauses(textAt(item, 'path'), `${path}.path`),
    ...referenceCauses(item, path),
    ...modeCauses(item, 'mode', path),
  ]);

function referenceCauses(item: JsonObject, path: string): readonly FailureCause[] {
  const [field, amount] = [objectAt(item, 'fieldRef'), objectAt(item, 'resourceFieldRef')];
  if (field && amount) return [invalidValue(path, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously')];
  if (field) return fieldCauses(field, `${path}.fieldRef`);
  if (amount) return resourceCauses(amount, `${path}.resourceFieldRef`);
  return [required(path, 'one of fieldRef and resourceFieldRef is required')];
}

function fieldCauses(reference: JsonObject, path: string): readonly FailureCause[] {
  const field = textAt(reference, 'fieldPath');
  if (field === '') return [required(`${path}.fieldPath`)];
  const key = /^metadata\.(?:labels|annotations)\['(?<key>.*)'\]$/.exec(field)?.groups?.['key'];
  if (key !== undefined) return qualifiedName(key.toLowerCase()).map((problem) => invalidValue(path, key, problem));
  if (FIELDS.includes(field)) return [];
  return POD_FIELDS.test(field)
    ? [notSupported(`${path}.fieldPath`, field, FIELDS)]
    : [invalidValue(`${path}.fieldPath`, field, `error converting fieldPath: field label not supported: ${field}`)];
}

function resourceCauses(reference: JsonObject, path: string): readonly FailureCause[] {
  const resource = textAt(reference, 'resource');
  if (textAt(reference, 'containerName') === '') return [required(`${path}.containerName`)];
  if (resource === '') return [required(`${path}.resource`)];
  return RESOURCES.includes(resource) || /^(?:limits|requests)\.hugepages-/.test(resource)
    ? []
    : [notSupported(`${path}.resource`, resource, RESOURCES)];
}
