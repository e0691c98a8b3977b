import { isJsonObject, isList, type Json, type JsonObject } from '../../../ground/json/json.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import type { FieldSchema } from '../contracts/schema-source.ts';
import { StatusError } from '../contracts/status-error.ts';
import { fieldIn, ItemError, itemStep, type Atom } from './atom.ts';
import { stepText } from './field-set.ts';
import { told } from './typed-values.ts';

/** Refuses what does not fit the schema: the real server answers 500, with this sentence. */
export function checkApplied(applied: StoredObject, schema: FieldSchema): void {
  const problems = fieldProblems(applied, schema, '');
  if (problems.length === 0) return;
  const { namespace = '', name = '' } = applied.metadata;
  const all = problems.length === 1 ? problems[0] : `errors:\n${problems.map((problem) => `  ${problem}`).join('\n')}`;
  const apiVersion = applied.apiVersion.includes('/') ? applied.apiVersion : `/${applied.apiVersion}`;
  throw new StatusError(
    500,
    undefined,
    `failed to create typed patch object (${namespace}/${name}; ${apiVersion}, Kind=${applied.kind}): ${all}`,
  );
}

function problemsAt(value: Json, schema: FieldSchema, path: string): string[] {
  const { type, format } = schema;
  if (value === null) return [];
  if (type === 'array') return isList(value) ? itemProblems(value, schema, path) : [`${path}: expected list, got ${shown(value)}`];
  if (type === 'object') return isJsonObject(value) ? fieldProblems(value, schema, path) : [`${path}: expected map, got ${shown(value)}`];
  return scalarProblem(value, type ?? format).map((problem) => `${path}: ${problem}`);
}

function scalarProblem(value: Json, type: string | undefined): string[] {
  switch (type ?? '') {
    case 'string':
      return typeof value === 'string' ? [] : [`expected string, got &value.valueUnstructured{Value:${goSyntax(value)}}`];
    case 'integer':
    case 'number':
      return typeof value === 'number' ? [] : [`expected numeric (int or float), got ${goType(value)}`];
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`expected boolean, got ${shown(value)}`];
    case 'quantity':
    case 'int-or-string':
      return typeof value === 'object' ? [`expected any scalar, got ${shown(value)}`] : [];
    default:
      return [];
  }
}

const goType = (value: Json): string =>
  isList(value)
    ? '[]interface {}'
    : typeof value === 'object'
      ? 'map[string]interface {}'
      : typeof value === 'boolean'
        ? 'bool'
        : typeof value;
const goSyntax = (value: Json): string => (typeof value === 'string' ? JSON.stringify(value) : told(value));
const shown = (value: Json): string => `&{${told(value)}}`;

function fieldProblems(value: JsonObject, schema: FieldSchema, path: string): string[] {
  const problems: string[] = [];
  for (const [name, held] of Object.entries(value)) {
    if (held === undefined) continue;
    const field = fieldIn(schema, name);
    if (!field) return [...problems, `${path}.${name}: field not declared in schema`];
    problems.push(...problemsAt(held, field, `${path}.${name}`));
  }
  return problems;
}

function itemProblems(list: readonly Json[], { listType, listMapKeys = [], items = {} }: FieldSchema, path: string): string[] {
  const atom: Extract<Atom, { is: 'keyed' | 'set' }> | undefined =
    listType === 'map' ? { is: 'keyed', keys: listMapKeys, items } : listType === 'set' ? { is: 'set', items } : undefined;
  const seen = new Set<string>();
  const problems: string[] = [];
  for (const [at, item] of list.entries()) {
    try {
      const step = atom ? itemStep(atom, item) : `i:${at}`;
      if (seen.has(step)) problems.push(`${path}: duplicate entries for key ${stepText(step)}`);
      seen.add(step);
      problems.push(...problemsAt(item, items, `${path}${stepText(step)}`));
    } catch (error) {
      if (!(error instanceof ItemError)) throw error;
      return [...problems, `${path}: element ${at}: ${error.message}`];
    }
  }
  return problems;
}
