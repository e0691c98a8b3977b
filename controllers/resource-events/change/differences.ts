import { equal } from '../../../ground/json/equal.ts';
import { isWrittenNumber } from '../../../ground/json/lossless.ts';
import { heldAt, isMap, type JsonMap } from '../rules/json-map.ts';
import { pointerOf } from '../rules/pointers.ts';

/** So many pointers at most say what differs. */
export const MOST_DIFFERENCES = 100;

/**
 * Pointers to what differs between two maps, as far down as both have maps, or lists of the same length; the first hundred.
 */
export function differences(one: JsonMap, other: JsonMap): readonly string[] {
  const found: string[] = [];
  const path: string[] = [];
  const within = (segment: string, left: unknown, right: unknown): void => {
    if (found.length === MOST_DIFFERENCES || left === right) return;
    path.push(segment);
    if (isMap(left) && isMap(right)) compareMaps(left, right);
    else if (Array.isArray(left) && Array.isArray(right) && left.length === right.length) compareLists(left, right);
    else if (!same(left, right)) found.push(pointerOf(path));
    path.pop();
  };
  const compareMaps = (left: JsonMap, right: JsonMap): void => {
    for (const field of Object.keys(left)) within(field, heldAt(left, field), heldAt(right, field));
    for (const field of Object.keys(right)) if (!Object.hasOwn(left, field)) within(field, undefined, heldAt(right, field));
  };
  const compareLists = (left: readonly unknown[], right: readonly unknown[]): void => {
    for (const [index, item] of left.entries()) within(String(index), item, right[index]);
  };
  compareMaps(one, other);
  return found;
}

/** A number counts by how it was written. */
function same(one: unknown, other: unknown): boolean {
  if (isWrittenNumber(one) || isWrittenNumber(other)) return JSON.stringify(one) === JSON.stringify(other);
  return equal(one, other);
}
