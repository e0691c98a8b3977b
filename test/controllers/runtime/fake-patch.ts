import { isDeepStrictEqual } from 'node:util';
import type { JsonPatchStep, Patch } from '../../../kube/client/client.ts';
import { ApiError } from '../../../kube/errors/api-error.ts';

type Json = Record<string, unknown>;

/** What a merge, JSON or strategic patch makes of an object, as the API server does it. */
export function patched(object: object, patch: Patch): object {
  if ('merge' in patch) return merge(object as Json, patch.merge as Json);
  if ('json' in patch) return patch.json.reduce((before, step) => applied(before, step), structuredClone(object) as Json);
  if ('strategic' in patch) return strategic(object as Json, patch.strategic as Json);
  throw new Error('the fake cluster knows no server-side apply');
}

function merge(target: Json, patch: Json): Json {
  const result: Json = { ...target };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else if (typeof value === 'object' && !Array.isArray(value)) result[key] = merge((result[key] ?? {}) as Json, value as Json);
    else if (value !== undefined) result[key] = value;
  }
  return result;
}

/** Of lists, those whose items have names: they are merged by name. */
function strategic(target: Json, patch: Json): Json {
  const result: Json = { ...target };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else if (Array.isArray(value)) result[key] = byName((result[key] ?? []) as Json[], value as Json[]);
    else if (typeof value === 'object') result[key] = strategic((result[key] ?? {}) as Json, value as Json);
    else if (value !== undefined) result[key] = value;
  }
  return result;
}

function byName(items: readonly Json[], patches: readonly Json[]): readonly Json[] {
  const named = (patch: Json) => items.some(({ name }) => name === patch['name']);
  const kept = items.flatMap((item) => {
    const patch = patches.find(({ name }) => name === item['name']);
    return patch?.['$patch'] === 'delete' ? [] : [patch === undefined ? item : strategic(item, patch)];
  });
  return [...patches.filter((patch) => !named(patch) && patch['$patch'] !== 'delete'), ...kept];
}

const invalid = (): ApiError => new ApiError('invalid', 'the server rejected our request due to an error in our request', { status: 422 });

function applied(object: Json, step: JsonPatchStep): Json {
  const keys = step.path
    .slice(1)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = keys.pop() ?? '';
  const parent = keys.reduce<unknown>((at, key) => (isTree(at) ? at[key] : undefined), object);
  if (!isTree(parent)) throw invalid();
  const isIndex = Array.isArray(parent) && last !== '-';
  if (isIndex && !(Number(last) < parent.length + (step.op === 'add' ? 1 : 0))) throw invalid();
  switch (step.op) {
    case 'test':
      if (!isDeepStrictEqual(parent[last] ?? null, step.value ?? null)) throw invalid(); // what is absent equals null
      break;
    case 'add':
      if (Array.isArray(parent)) parent.splice(last === '-' ? parent.length : Number(last), 0, step.value);
      else parent[last] = step.value;
      break;
    case 'replace':
      if (!(last in parent)) throw invalid();
      parent[last] = step.value;
      break;
    case 'remove':
      if (!(last in parent)) throw invalid();
      if (Array.isArray(parent)) parent.splice(Number(last), 1);
      else delete parent[last];
      break;
    case 'move':
    case 'copy':
      throw new Error(`the fake cluster does not know ${step.op}`);
  }
  return object;
}

const isTree = (value: unknown): value is Json => typeof value === 'object' && value !== null;
