import { isJsonObject, isList, objectOrEmpty, type Json, type JsonObject } from '../../../ground/json/json.ts';
import { equal } from '../../../ground/json/equal.ts';
import { StatusError } from '../contracts/status-error.ts';
import { emptyLists, listOfLists, mixedList, noMergeKey, notAMap, wrongOrder } from './strategic-error.ts';

/** Each item of one list is looked for in the other. */
const MOST_COMPARISONS = 4_000_000;

/** Throws a StatusError (413) where that would take so long that nobody else were answered meanwhile. */
export function assertComparable(one: readonly Json[], other: readonly Json[]): void {
  if (one.length * other.length > MOST_COMPARISONS)
    throw new StatusError(
      413,
      'RequestEntityTooLarge',
      `Request entity too large: the embedded API server merges no lists of ${one.length} and ${other.length} items`,
    );
}

const kindOf = (value: Json): string => (isList(value) ? 'list' : value === null ? 'null' : typeof value);

/** Whether the items are objects or scalars: all must be alike. */
export function itemKind(...lists: readonly (readonly Json[])[]): 'object' | 'scalar' {
  const kinds = new Set(lists.flat().map(kindOf));
  if (kinds.has('list')) throw listOfLists();
  if (kinds.size > 1) throw mixedList(lists);
  if (kinds.size === 0) throw emptyLists();
  return kinds.has('object') ? 'object' : 'scalar';
}

export function indexByKey(list: readonly Json[], key: string, value: Json | undefined): number {
  return list.findIndex((item, at) => {
    if (!isJsonObject(item)) throw notAMap(at);
    return item[key] !== undefined && equal(item[key], value);
  });
}

export function keyOf(item: Json, key: string): Json {
  const value = isJsonObject(item) ? item[key] : undefined;
  if (value === undefined) throw noMergeKey(objectOrEmpty(item), key);
  return value;
}

/** Where an item stands in a list: found by its merge key, or by itself if it is a scalar. */
const indexIn = (list: readonly Json[], item: Json, key: string): number =>
  key === ''
    ? list.findIndex((other) => equal(other, item))
    : list.findIndex((other) => isJsonObject(other) && isJsonObject(item) && equal(other[key], item[key]));

/**
 * The merged list in the order that was asked for: items that `order` names stand as it says, the others as they stood in
 * `before`, and where both lists know two items, `before` decides which comes first.
 */
export function inOrder(merged: readonly Json[], order: readonly Json[], before: readonly Json[], key: string): readonly Json[] {
  assertComparable(merged, order);
  assertComparable(merged, before);
  const requested = sorted(
    merged.filter((item) => isIn(order, item, key)),
    order,
    key,
  );
  const others = sorted(
    merged.filter((item) => !isIn(order, item, key)),
    before,
    key,
  );
  const all: Json[] = [];
  let [left, right] = [0, 0];
  while (left < others.length || right < requested.length) {
    const other = others[left];
    const item = requested[right];
    if (other !== undefined && (item === undefined || isBefore(other, item, before, key))) {
      all.push(other);
      left += 1;
    } else if (item !== undefined) {
      all.push(item);
      right += 1;
    }
  }
  return all;
}

const isIn = (list: readonly Json[], item: Json, key: string) =>
  (key === '' ? indexIn(list, item, key) : indexByKey(list, key, keyOf(item, key))) >= 0;

const isBefore = (left: Json, right: Json, list: readonly Json[], key: string): boolean => {
  const [l, r] = [indexIn(list, left, key), indexIn(list, right, key)];
  return l >= 0 && r >= 0 && l < r;
};

const sorted = (items: readonly Json[], order: readonly Json[], key: string) =>
  items
    .map((item) => [indexIn(order, item, key), item] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, item]) => item);

/** Items of the patch must stand in the order that its `$setElementOrder` says. */
export function checkOrder(patch: readonly Json[], order: readonly Json[], key: string): void {
  if (order.length === 0) return;
  const items = patch.filter((item) => !(isJsonObject(item) && item['$patch'] !== undefined));
  let at = 0;
  for (const named of order) if (at < items.length && isSame(items[at] ?? null, named, key)) at += 1;
  if (at < items.length) throw wrongOrder(patch, order);
}

const isSame = (left: Json, right: Json, key: string) => (key === '' ? equal(left, right) : equal(keyOf(left, key), keyOf(right, key)));

export const withoutRepeats = (list: readonly Json[]): readonly Json[] => [...new Set(list)];

/** Takes out what only tells how to merge; undefined where the value itself is such. */
export function withoutDirectives(value: Json): Json | undefined {
  if (isList(value)) return value.flatMap((item) => withoutDirectives(item) ?? (item === null ? [null] : []));
  if (!isJsonObject(value)) return value;
  if ('$patch' in value) return undefined;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, entry]) => [name, withoutDirectives(entry ?? null)] as const)
      .filter((entry): entry is readonly [string, Json] => entry[1] !== undefined),
  );
}

/** Fields that are null go, at any depth: there is nothing for them to delete. */
export function withoutNulls(value: Json): Json {
  if (isList(value)) return value.map(withoutNulls);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => entry !== null && entry !== undefined)
      .map(([name, entry]): [string, Json] => [name, withoutNulls(entry ?? null)]),
  ) as JsonObject;
}
