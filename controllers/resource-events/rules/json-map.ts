import { isRecord } from '../../../ground/json/json.ts';
import { isWrittenNumber } from '../../../ground/json/lossless.ts';

export type JsonMap = Readonly<Record<string, unknown>>;

/** Is it a map of the object, and not a number that stays as it was written? */
export const isMap = (value: unknown): value is JsonMap => isRecord(value) && !isWrittenNumber(value);

/** What a map holds under a name, also under `__proto__`. */
export const heldAt = (map: JsonMap, name: string): unknown => (Object.hasOwn(map, name) ? map[name] : undefined);

/** A map with some fields replaced, or without them where there is nothing to replace them with; the order stays. */
export function withFields(map: JsonMap, changed: ReadonlyMap<string, unknown>): JsonMap {
  const copy: Record<string, unknown> = { ...map }; // a field called __proto__ is one of the copy's own as well
  for (const [field, now] of changed) {
    if (now === undefined) delete copy[field];
    else copy[field] = now;
  }
  return copy;
}
