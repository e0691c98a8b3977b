import { isRecord } from '../../ground/json/json.ts';

/** What two runs without a fault have in common: all that another run is compared with. */
export type Likeness =
  | { readonly of: 'anything' }
  | { readonly of: 'value'; readonly value: unknown }
  | { readonly of: 'list'; readonly items: readonly Likeness[] }
  | { readonly of: 'record'; readonly fields: ReadonlyMap<string, Likeness> };

const ANYTHING: Likeness = { of: 'anything' };

/** What differs between the two may be anything. */
export function likenessOf(one: unknown, other: unknown): Likeness {
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length ? { of: 'list', items: one.map((item, at) => likenessOf(item, other[at])) } : ANYTHING;
  if (isRecord(one) && isRecord(other)) {
    const fields = Object.keys(one);
    if (fields.length !== Object.keys(other).length || fields.some((field) => !Object.hasOwn(other, field))) return ANYTHING;
    return { of: 'record', fields: new Map(fields.map((field) => [field, likenessOf(one[field], other[field])])) };
  }
  return Object.is(one, other) ? { of: 'value', value: one } : ANYTHING;
}

/** Where a value is another, a sentence each. */
export function unlike(likeness: Likeness, value: unknown, path = 'the state'): readonly string[] {
  switch (likeness.of) {
    case 'anything':
      return [];
    case 'value':
      return Object.is(likeness.value, value) ? [] : [`${path} is ${written(value)}, not ${written(likeness.value)}`];
    case 'list': {
      if (!Array.isArray(value)) return [`${path} is ${written(value)}, not a list`];
      const { items } = likeness;
      if (value.length !== items.length) return [`${path} has ${value.length} items, not ${items.length}: ${written(value)}`];
      return items.flatMap((item, at) => unlike(item, value[at], `${path}[${at}]`));
    }
    case 'record': {
      if (!isRecord(value)) return [`${path} is ${written(value)}, not an object`];
      const { fields } = likeness;
      const more = Object.keys(value).filter((field) => !fields.has(field));
      return [
        ...more.map((field) => `${path}.${field} is ${written(value[field])}, and should not be there`),
        ...Array.from(fields, ([field, of]) =>
          Object.hasOwn(value, field) ? unlike(of, value[field], `${path}.${field}`) : [`${path}.${field} is missing`],
        ).flat(),
      ];
    }
  }
}

const LONGEST = 200;
function written(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
