import { heldAt, isMap, withFields, type JsonMap } from '../rules/json-map.ts';
import type { Pointers } from '../rules/pointers.ts';

/**
 * A value without what pointers say. A map or list that has nothing else goes as well: whether it is empty or absent makes no
 * difference then. Within a list null stands for what goes, so that the others keep their places.
 */
export function without<T>(value: T, pointers: Pointers | undefined): T | undefined {
  if (pointers === undefined) return value;
  if (pointers.here) return undefined;
  if (isMap(value)) return mapWithout(value, pointers) as T | undefined;
  return Array.isArray(value) ? (listWithout(value, pointers) as T | undefined) : value;
}

function mapWithout(map: JsonMap, pointers: Pointers): JsonMap | undefined {
  let changed: Map<string, unknown> | undefined;
  for (const field of Object.keys(map)) {
    const held = heldAt(map, field);
    const kept = without(held, pointers.at(field));
    if (kept !== held) (changed ??= new Map()).set(field, kept);
  }
  if (changed === undefined) return map;
  const rest = withFields(map, changed);
  return Object.keys(rest).length === 0 ? undefined : rest;
}

function listWithout(list: readonly unknown[], pointers: Pointers): readonly unknown[] {
  const kept = list.map((item, index) => without(item, pointers.at(String(index))) ?? null);
  return kept.some((item, index) => item !== list[index]) ? kept : list;
}
