import { listOrEmpty, objectOrEmpty, type Json, type JsonObject } from '../../../ground/json/json.ts';
import type { FieldSchema } from '../contracts/schema-source.ts';
import { atomOf, fieldIn, fieldStep, itemStep, type Atom } from './atom.ts';
import { isEmpty, NO_FIELDS, type FieldSet } from './field-set.ts';
import { equal } from '../../../ground/json/equal.ts';

/** The paths in which two values differ. */
export interface ValueComparison {
  readonly added: FieldSet;
  readonly modified: FieldSet;
  readonly removed: FieldSet;
}

type Difference = keyof ValueComparison;
const ANYTHING: FieldSchema = { preservesUnknown: true };
const SAME: ValueComparison = { added: NO_FIELDS, modified: NO_FIELDS, removed: NO_FIELDS };

/** How the place that holds a value differs, and the paths inside. */
interface Compared {
  readonly here?: Difference;
  readonly inside: ValueComparison;
}

export const compare = (before: JsonObject, after: JsonObject, schema: FieldSchema): ValueComparison =>
  compareAt(before, after, schema).inside;

function compareAt(before: Json | undefined, after: Json | undefined, schema: FieldSchema): Compared {
  const atom = atomOf(schema, after ?? before);
  const here = before === undefined ? 'added' : after === undefined ? 'removed' : undefined;
  const leaf = (): Compared => ({ here: here ?? (equal(before, after) ? undefined : 'modified'), inside: SAME });
  if (before === after || hasNoParts(atom, before, after)) return leaf();
  if (atom.is === 'map') return { here, inside: fieldsCompared(objectOrEmpty(before), objectOrEmpty(after), atom.schema) };
  if (atom.is === 'keyed' || atom.is === 'set') return { here, inside: itemsCompared(listOrEmpty(before), listOrEmpty(after), atom) };
  return leaf();
}

/** Two empty values are leaves, which keeps null and empty apart. */
const hasNoParts = ({ is }: Atom, ...values: readonly (Json | undefined)[]) =>
  is === 'map'
    ? values.every((value) => Object.keys(objectOrEmpty(value)).length === 0)
    : (is === 'keyed' || is === 'set') && values.every((value) => listOrEmpty(value).length === 0);

/** A comparison while it grows. */
function collector() {
  const sets = { added: parts(), modified: parts(), removed: parts() };
  return {
    add(step: string, { here, inside }: Compared): void {
      if (here) sets[here].members.add(step);
      for (const kind of ['added', 'modified', 'removed'] as const) if (!isEmpty(inside[kind])) sets[kind].children.set(step, inside[kind]);
    },
    sets,
  };
}
const parts = () => ({ members: new Set<string>(), children: new Map<string, FieldSet>() });

function fieldsCompared(before: JsonObject, after: JsonObject, schema: FieldSchema): ValueComparison {
  const { add, sets } = collector();
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (before[name] === after[name]) continue;
    add(fieldStep(name), compareAt(before[name], after[name], fieldIn(schema, name) ?? ANYTHING));
  }
  return sets;
}

function itemsCompared(before: readonly Json[], after: readonly Json[], atom: Extract<Atom, { is: 'keyed' | 'set' }>): ValueComparison {
  const { add, sets } = collector();
  const [old, fresh] = [Map.groupBy(before, (item) => itemStep(atom, item)), Map.groupBy(after, (item) => itemStep(atom, item))];
  for (const step of new Set([...old.keys(), ...fresh.keys()])) {
    const [was, is] = [old.get(step) ?? [], fresh.get(step) ?? []];
    if (was.length <= 1 && is.length <= 1) add(step, compareAt(was[0], is[0], atom.items));
    else if (was.length > 1 && is.length > 1) add(step, { here: equal(was, is) ? undefined : 'modified', inside: SAME });
    else if (was.length > 1) add(step, { here: 'removed', inside: is.length > 0 ? compareAt(undefined, is[0], atom.items).inside : SAME });
    else add(step, { here: 'added', inside: was.length > 0 ? compareAt(was[0], undefined, atom.items).inside : SAME });
  }
  return sets;
}
