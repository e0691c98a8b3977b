import { heldAt, isMap, withFields, type JsonMap } from './json-map.ts';
import { pointerOf, type Pointers } from './pointers.ts';

/** What stands for a value that nobody is to see: base64 of `redacted`, since the values of a Secret have to be decodable. */
export const REDACTED = Buffer.from('redacted').toString('base64');

/** It repeats the whole object as it was applied, values of Secrets included. */
export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

export interface RedactOptions {
  /** Values to replace, beside those of Secrets. */
  readonly pointers: Pointers | undefined;
  /** The values of Secrets stay. */
  readonly clearSecrets: boolean;
  /** Called with each value that is replaced. */
  readonly onHidden: (pointer: string, value: unknown) => void;
}

/** What a value is, or is within, which decides what of it is secret. `values`: the data of a Secret, and `value` what is in there. */
type Place = 'anywhere' | 'secret' | 'secret list' | 'secrets' | 'values' | 'value';

/**
 * An object as it may be published. Gone: the last applied configuration, wherever it is. Replaced: the values of a Secret,
 * also of one within another object, and what `pointers` say. It shares what stays with the object that it is given.
 */
export function redact(object: JsonMap, { pointers: wanted, clearSecrets, onHidden }: RedactOptions): JsonMap {
  const path: string[] = [];

  const hide = (value: unknown): string => {
    onHidden(pointerOf(path), value);
    return REDACTED;
  };
  const within = (segment: string, value: unknown, pointers: Pointers | undefined, place: Place): unknown => {
    path.push(segment);
    const kept = seen(value, pointers?.at(segment), place);
    path.pop();
    return kept;
  };
  const seen = (value: unknown, pointers: Pointers | undefined, place: Place): unknown => {
    if (pointers?.here === true || (place === 'value' && value !== null)) return hide(value);
    if (isMap(value)) return seenMap(value, pointers, place === 'anywhere' && !clearSecrets ? placeOf(value) : place);
    if (place === 'values' && value !== null) return hide(value);
    return Array.isArray(value) ? seenList(value, pointers, place === 'anywhere' ? place : 'secret') : value;
  };
  const seenMap = (map: JsonMap, pointers: Pointers | undefined, place: Place): JsonMap => {
    let changed: Map<string, unknown> | undefined;
    for (const field of Object.keys(map)) {
      const held = heldAt(map, field);
      const kept = field === LAST_APPLIED ? undefined : within(field, held, pointers, placeOfField(place, field));
      if (kept !== held) (changed ??= new Map()).set(field, kept);
    }
    return changed === undefined ? map : withFields(map, changed);
  };
  const seenList = (list: readonly unknown[], pointers: Pointers | undefined, place: Place): readonly unknown[] => {
    const kept = list.map((item, index) => within(String(index), item, pointers, place));
    return kept.some((item, index) => item !== list[index]) ? kept : list;
  };
  return seenMap(object, wanted, clearSecrets ? 'anywhere' : placeOf(object));
}

/** A map is a Secret by what it says of itself; the items of a list of Secrets say nothing. */
function placeOf(map: JsonMap): Place {
  if (heldAt(map, 'apiVersion') !== 'v1') return 'anywhere';
  const kind = heldAt(map, 'kind');
  return kind === 'Secret' ? 'secret' : kind === 'SecretList' ? 'secret list' : 'anywhere';
}

function placeOfField(place: Place, field: string): Place {
  switch (place) {
    case 'secret':
      return field === 'data' || field === 'stringData' ? 'values' : 'anywhere';
    case 'secret list':
      return field === 'items' ? 'secrets' : 'anywhere';
    case 'secrets':
      return 'secret';
    case 'values':
      return 'value';
    case 'anywhere':
    case 'value':
      return 'anywhere';
  }
}
