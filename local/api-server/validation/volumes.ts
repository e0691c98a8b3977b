import type { JsonObject } from '../../../ground/json/json.ts';
import { numberAt, objectAt, objectsAt, textAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import { duplicate, forbidden, invalidValue, required } from './cause.ts';
import { dnsLabel } from './names.ts';

const MOST_MODE = 0o777;
// The order in which the real server looks at sources: the first is the one that is meant.
const SOURCES = [
  'emptyDir',
  'hostPath',
  'secret',
  'persistentVolumeClaim',
  'downwardAPI',
  'configMap',
  'projected',
  'csi',
  'nfs',
  'ephemeral',
  'image',
] as const;

/** What is wrong with the volumes of a pod. */
export function volumesCauses(spec: JsonObject, path: string): readonly FailureCause[] {
  const taken = new Set<string>();
  return objectsAt(spec, 'volumes').flatMap((volume, at) => {
    const place = `${path}.volumes[${at}]`;
    const name = textAt(volume, 'name');
    const wrong = dnsLabel(name).map((problem) => invalidValue(`${place}.name`, name, problem));
    const named =
      name === '' ? [required(`${place}.name`)] : wrong.length > 0 ? wrong : taken.has(name) ? [duplicate(`${place}.name`, name)] : [];
    taken.add(name);
    return [...sourcesCauses(volume, place), ...named];
  });
}

function sourcesCauses(volume: JsonObject, path: string): readonly FailureCause[] {
  const given = SOURCES.filter((source) => objectAt(volume, source));
  return given.flatMap((source, at) =>
    at > 0
      ? [forbidden(`${path}.${source}`, 'may not specify more than 1 volume type')]
      : sourceCauses(source, objectAt(volume, source) ?? {}, `${path}.${source}`),
  );
}

function sourceCauses(source: (typeof SOURCES)[number], value: JsonObject, path: string): readonly FailureCause[] {
  const named = (field: string) => (textAt(value, field) === '' ? [required(`${path}.${field}`)] : []);
  switch (source) {
    case 'configMap':
      return [...named('name'), ...filesCauses(value, path)];
    case 'secret':
      return [...named('secretName'), ...filesCauses(value, path)];
    case 'downwardAPI':
      return filesCauses(value, path);
    case 'projected':
      return modeCauses(value, 'defaultMode', path);
    case 'hostPath':
      return named('path');
    case 'persistentVolumeClaim':
      return named('claimName');
    case 'csi':
    case 'emptyDir':
    case 'ephemeral':
    case 'image':
    case 'nfs':
      return [];
  }
}

const filesCauses = (value: JsonObject, path: string): readonly FailureCause[] => [
  ...modeCauses(value, 'defaultMode', path),
  ...objectsAt(value, 'items').flatMap((item, at) => itemCauses(item, `${path}.items[${at}]`)),
];

function modeCauses(value: JsonObject, field: string, path: string): readonly FailureCause[] {
  const mode = numberAt(value, field);
  return mode !== undefined && (mode < 0 || mode > MOST_MODE)
    ? [invalidValue(`${path}.${field}`, mode, 'must be a number between 0 and 0777 (octal), both inclusive')]
    : [];
}

function itemCauses(item: JsonObject, path: string): readonly FailureCause[] {
  const file = textAt(item, 'path');
  return [
    ...('fieldRef' in item || 'resourceFieldRef' in item || textAt(item, 'key') !== '' ? [] : [required(`${path}.key`)]),
    ...(file === '' ? [required(`${path}.path`)] : []),
    ...(file.startsWith('/') ? [invalidValue(`${path}.path`, file, 'must be a relative path')] : []),
    ...(file.split('/').includes('..') ? [invalidValue(`${path}.path`, file, "must not contain '..'")] : []),
    ...modeCauses(item, 'mode', path),
  ];
}
