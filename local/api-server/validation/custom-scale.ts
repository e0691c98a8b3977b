import { isJsonObject, isList, type Json, type JsonObject } from '../../../ground/json/json.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import { textAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import { goFormat } from '../patch/go-format.ts';
import { invalidValue } from './cause.ts';

const MOST = 2 ** 31 - 1;

/** Where the scale of a custom object is read from, there is a number. */
export function scaleCauses(object: StoredObject, scale: JsonObject | undefined): readonly FailureCause[] {
  return ['specReplicasPath', 'statusReplicasPath'].flatMap((field) => {
    const path = textAt(scale, field);
    return path === '' ? [] : replicasCauses(object, path);
  });
}

function replicasCauses(object: StoredObject, path: string): readonly FailureCause[] {
  const found = numberAt(object, path.split('.').slice(1), path);
  if (typeof found === 'string') return [invalidValue(path, 0, found)];
  if (found === undefined) return [];
  if (found < 0) return [invalidValue(path, found, 'should be a non-negative integer')];
  return found > MOST ? [invalidValue(path, found, `should be less than or equal to ${MOST}`)] : [];
}

/** The number at a path, or why there is none; undefined where nothing is. */
function numberAt(object: JsonObject, names: readonly string[], path: string): number | string | undefined {
  let value: Json | undefined = object;
  for (const name of names) {
    if (value === undefined || value === null) return undefined;
    if (!isJsonObject(value))
      return `${path} accessor error: ${goFormat(value)} is of the type ${goType(value)}, expected map[string]interface{}`;
    value = value[name];
  }
  if (value === undefined || (typeof value === 'number' && Number.isInteger(value))) return value;
  return `${path} accessor error: ${goFormat(value)} is of the type ${goType(value)}, expected int64`;
}

function goType(value: Json): string {
  if (value === null) return '<nil>';
  if (isList(value)) return '[]interface {}';
  if (isJsonObject(value)) return 'map[string]interface {}';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return typeof value === 'boolean' ? 'bool' : 'string';
}
