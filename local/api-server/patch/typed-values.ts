import { isJsonObject, isList, type Json, type JsonObject } from '../../../ground/json/json.ts';
import type { FieldSchema } from '../contracts/schema-source.ts';
import { atomOf, declared, fieldIn, fieldStep, itemStep, type Atom } from './atom.ts';
import { childOf, isEmpty, NO_FIELDS, type FieldSet } from './field-set.ts';
import { goFormat } from './go-format.ts';

const ANYTHING: FieldSchema = { preservesUnknown: true };
const isBare = (value: Json | undefined) => value === undefined || value === null;
const isBareMap = (value: Json | undefined) => isBare(value) || (isJsonObject(value) && Object.keys(value).length === 0);

/** A set while it grows. */
interface Growing {
  readonly members: Set<string>;
  readonly children: Map<string, FieldSet>;
}
const growing = (): Growing => ({ members: new Set(), children: new Map() });
function grow(set: Growing, step: string, isMember: boolean, inner: FieldSet): void {
  if (isMember) set.members.add(step);
  if (!isEmpty(inner)) set.children.set(step, inner);
}

/** What a value is, told by the place that holds it: whether the place itself is a leaf, and what is inside. */
interface Owned {
  readonly leaf: boolean;
  readonly inside: FieldSet;
}
const LEAF: Owned = { leaf: true, inside: NO_FIELDS };
const NOTHING: Owned = { leaf: false, inside: NO_FIELDS };

/** The fields that a value says: what its applier owns. */
export const fieldsOf = (value: JsonObject, schema: FieldSchema): FieldSet => owned(value, schema).inside;

function owned(value: Json, schema: FieldSchema): Owned {
  const atom = atomOf(schema, value);
  if (atom.is === 'map') return isJsonObject(value) ? { leaf: false, inside: ownedFields(value, atom.schema) } : NOTHING;
  if (atom.is === 'keyed' || atom.is === 'set') return isList(value) ? { leaf: false, inside: ownedItems(value, atom) } : NOTHING;
  return LEAF;
}

function ownedFields(value: JsonObject, schema: FieldSchema): FieldSet {
  const set = growing();
  for (const [name, held] of Object.entries(value)) {
    if (held === undefined) continue;
    const { leaf, inside } = owned(held, fieldIn(schema, name) ?? ANYTHING);
    grow(set, fieldStep(name), leaf || isBareMap(held) || !declared(schema, name), inside);
  }
  return set;
}

function ownedItems(list: readonly Json[], atom: Extract<Atom, { is: 'keyed' | 'set' }>): FieldSet {
  const steps = list.map((item) => itemStep(atom, item));
  const repeated = repeatedIn(steps);
  const set = growing();
  for (const [at, step] of steps.entries()) {
    grow(set, step, true, repeated.has(step) ? NO_FIELDS : owned(list[at] ?? null, atom.items).inside);
  }
  return set;
}

/** Those that stand there more than once. */
export function repeatedIn(steps: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  return new Set(steps.filter((step) => seen.size === seen.add(step).size));
}

/** A value without the paths of a set; undefined where nothing is left. */
export function removeFields(value: Json, schema: FieldSchema, gone: FieldSet): Json | undefined {
  const atom = atomOf(schema, value);
  if (atom.is === 'map' && isJsonObject(value)) return removeFromMap(value, atom.schema, gone);
  if ((atom.is === 'keyed' || atom.is === 'set') && isList(value)) return removeFromList(value, atom, gone);
  return atom.is === 'scalar' ? value : undefined;
}

function removeFromMap(value: JsonObject, schema: FieldSchema, gone: FieldSet): JsonObject | undefined {
  const entries = Object.entries(value).flatMap(([name, held]): [string, Json][] => {
    const step = fieldStep(name);
    if (held === undefined || gone.members.has(step)) return [];
    const inner = childOf(gone, step);
    const rest = isEmpty(inner) ? held : removeFields(held, fieldIn(schema, name) ?? ANYTHING, inner);
    return rest === undefined ? [] : [[name, rest]];
  });
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

function removeFromList(list: readonly Json[], atom: Extract<Atom, { is: 'keyed' | 'set' }>, gone: FieldSet): readonly Json[] | undefined {
  const items = list.flatMap((item): Json[] => {
    const step = itemStep(atom, item);
    if (gone.members.has(step)) return [];
    const inner = childOf(gone, step);
    return [isEmpty(inner) ? item : (removeFields(item, atom.items, inner) ?? null)];
  });
  return items.length > 0 ? items : undefined;
}

/** The set, and every named field on the way to its paths. */
export function withNamedFields(set: FieldSet, schema: FieldSchema): FieldSet {
  const members = new Set(set.members);
  const children = new Map<string, FieldSet>();
  for (const [step, inner] of set.children) {
    const name = step.startsWith('f:') ? step.slice(2) : undefined;
    const isNamed = name !== undefined && schema.type === 'object' && declared(schema, name) !== undefined;
    if (isNamed) members.add(step);
    const next = name === undefined ? schema.items : fieldIn(schema, name);
    children.set(step, withNamedFields(inner, next ?? ANYTHING));
  }
  return { members, children };
}

/** What a value of the wrong shape is called; the words are those of the real server. */
export const told = (value: Json): string => (typeof value === 'string' ? value : goFormat(value));
