import { isList, type Json, type JsonObject } from '../../../../ground/json/json.ts';
import { textAt } from '../../../../ground/json/read-json.ts';
import type { StoredObject } from '../../contracts/kube-object.ts';
import { isTooDeep } from '../../contracts/nesting.ts';
import { internalError, StatusError } from '../../contracts/status-error.ts';
import { goKind } from '../../patch/go-format.ts';
import { doesNotApply, jsonPatch } from '../../patch/json-patch.ts';
import { jsonProblem } from '../../contracts/json-problem.ts';
import { CallFailed } from './call-failed.ts';
import type { Hook } from './hook.ts';

/** The operations that a webhook asks for; none where it wants nothing changed. Throws CallFailed where they cannot be read. */
export function operationsOf(response: JsonObject, hook: Hook): readonly JsonObject[] {
  const text = Buffer.from(textAt(response, 'patch'), 'base64').toString('utf8');
  if (text === '') return [];
  const unreadable = (why: string) => new CallFailed(hook, `received undecodable patch in webhook response: ${why}`);
  let patch: Json;
  try {
    patch = JSON.parse(text) as Json;
  } catch {
    throw unreadable(jsonProblem(text));
  }
  if (patch === null) return [];
  if (!isList(patch)) throw unreadable(`json: cannot unmarshal ${goKind(patch)} into Go value of type jsonpatch.Patch`);
  if (patch.length > 0 && response['patchType'] !== 'JSONPatch')
    throw new CallFailed(hook, `unsupported patch type ${JSON.stringify(response['patchType'])}`);
  return patch as readonly JsonObject[];
}

/** The object as the operations leave it, before its schema has seen it. Throws a StatusError where they do not apply. */
export function patched(object: StoredObject, operations: readonly JsonObject[]): StoredObject {
  try {
    const made = jsonPatch(object, operations) as StoredObject;
    if (isTooDeep(made)) throw doesNotApply();
    return made;
  } catch (error) {
    throw error instanceof StatusError ? internalError(problemOf(object, operations), { cause: error }) : error;
  }
}

/** Which operation does not apply, and why not, as Go's library says it. */
function problemOf(object: StoredObject, operations: readonly JsonObject[]): string {
  let sofar: JsonObject = object;
  for (const operation of operations) {
    const [op, path] = [textAt(operation, 'op'), textAt(operation, 'path')];
    try {
      sofar = jsonPatch(sofar, [operation]);
    } catch {
      if (op === 'test') return `testing value ${path} failed: test failed`;
      return `${op} operation does not apply: doc is missing path: ${JSON.stringify(path)}: missing value`;
    }
  }
  return 'the patch does not apply';
}
