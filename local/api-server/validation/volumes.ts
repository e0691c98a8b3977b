import type { JsonObject } from '../../../ground/json/json.ts';
import { objectAt, objectsAt, textAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import { duplicate, forbidden, invalidValue, required } from './cause.ts';
import { dnsLabel } from './names.ts';
import { downwardCauses, filesCauses, modeCauses, pathUpwards } from './volume-files.ts';
import { projectedCauses } from './projected-volumes.ts';

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
      return [...modeCauses(value, 'defaultMode', path), ...downwardCauses(value, path)];
    case 'projected':
      return projectedCauses(value, path);
    case 'hostPath':
      return [...named('path'), ...pathUpwards(textAt(value, 'path'), `${path}.path`)];
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
