import { equal } from '../../../ground/json/equal.ts';
import { isJsonObject, isList, type Json, type JsonObject } from '../../../ground/json/json.ts';
import { listAt, objectAt, shown, textAt } from '../../../ground/json/read-json.ts';

/** A value with what it was before. Where that cannot be told, there is none of these. */
interface Correlated {
  readonly value: Json;
  readonly old: Json;
  readonly schema: JsonObject;
}

/** The key of an item of a keyed list; undefined where it has none. */
function keyOf(item: Json, schema: JsonObject): string | undefined {
  const keys = listAt(schema, 'x-kubernetes-list-map-keys').map(shown);
  if (!isJsonObject(item) || keys.length === 0) return undefined;
  const values = keys.map((key) => item[key]);
  return values.some((value) => value === undefined || value === null || typeof value === 'object') ? undefined : JSON.stringify(values);
}

const isKeyed = (schema: JsonObject) => textAt(schema, 'x-kubernetes-list-type') === 'map';

/** What an item of a list was before: only the items of keyed lists have a past. */
export function oldItem(item: Json, before: readonly Json[], schema: JsonObject): Json | undefined {
  if (!isKeyed(schema)) return undefined;
  const key = keyOf(item, schema);
  return key === undefined ? undefined : before.find((each) => keyOf(each, schema) === key);
}

function fieldOf({ value, old, schema }: Correlated, name: string): Correlated | undefined {
  if (!isJsonObject(value) || !isJsonObject(old)) return undefined;
  const [mine, theirs, own] = [value[name], old[name], objectAt(schema, 'properties')?.[name]];
  const inner = isJsonObject(own) ? own : objectAt(schema, 'additionalProperties');
  return mine === undefined || theirs === undefined || !inner ? undefined : { value: mine, old: theirs, schema: inner };
}

function itemOf({ value, old, schema }: Correlated, index: number): Correlated | undefined {
  const items = objectAt(schema, 'items');
  if (!isList(value) || !isList(old) || !items) return undefined;
  const item = value[index];
  const before = item === undefined ? undefined : oldItem(item, old, schema);
  return item === undefined || before === undefined || before === null ? undefined : { value: item, old: before, schema: items };
}

/** Nothing in it has changed. What the schema does not know counts as changed; the order of a keyed list does not count. */
function isUnchanged(pair: Correlated | undefined): boolean {
  if (!pair) return false;
  const { value, old, schema } = pair;
  if (isList(value) && isList(old)) {
    if (value.length !== old.length) return false;
    return isKeyed(schema) ? value.every((_, at) => isUnchanged(itemOf(pair, at))) : equal(value, old);
  }
  if (isJsonObject(value) && isJsonObject(old)) {
    const names = Object.keys(value);
    return names.length === Object.keys(old).length && names.every((name) => isUnchanged(fieldOf(pair, name)));
  }
  return value !== null && equal(value, old);
}

/** Whether what is wrong with a value was wrong before: then it is only warned of. */
export interface Ratchet {
  readonly here?: Correlated;
  /** The nearest value around it whose past can be told. */
  readonly around?: Correlated;
}

export function ratchetField(ratchet: Ratchet, name: string): Ratchet {
  const { here, around } = ratchet;
  if (!here) return ratchet;
  if (!around && (name === 'apiVersion' || name === 'kind')) return {}; // both objects were given the same
  return { here: fieldOf(here, name), around: here };
}

export const ratchetItem = (ratchet: Ratchet, index: number): Ratchet =>
  ratchet.here ? { here: itemOf(ratchet.here, index), around: ratchet.here } : ratchet;

export const isRatcheted = ({ here, around }: Ratchet): boolean => isUnchanged(here ?? around);
