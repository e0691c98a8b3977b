import type { StructuralSchema } from '../../kinds/schema/reading.ts';

/** Numbers from 0 to 1, the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const TEXTS: readonly string[] = [
  ['', 'a', 'b', 'ab', 'aab', 'abc', 'ABC', 'abcde', 'a.b', 'a b', 'a\u00a0b', 'a\u2028b', 'a\nb', 'a\u000bb', 'x(c)b', '[a'],
  ['no', 'red', 'git', 'file', 'none', 'àé', 'ß', 'AbC', 'ſ', '3', '10.0.0.1', '10.0.0.256', 'me@example.com', 'me@example', 'a..b@c.de'],
  ['2026-01-31', '2026-02-30', '2026-01-31T10:00:00Z', '2026-01-31T10:00:00.5Z'],
  ['6f1a3f6e-3c1a-4b8e-9d0a-0123456789ab', '6f1a3f6e-3c1a-0b8e-9d0a-0123456789ab'],
].flat();
const NUMBERS = [-3, -2, -1, 0, 1, 2, 3, 4, 6, 9, 0.5, 1.5, 1.25, -0.1, 3.0001, 1e10, 2 ** 31, -(2 ** 31) - 1, 65_535, 65_536];

/** A value that is likely to be near a schema: on either side of what it allows. */
export function randomValue(schema: StructuralSchema, random: () => number): unknown {
  const one = <T>(items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)];
  const some = <T>(make: () => T): T[] => Array.from({ length: Math.floor(random() * 4) }, make);
  const inner = (within: StructuralSchema) => randomValue(within, random);
  const anything = (depth = 0): unknown =>
    one<() => unknown>([
      () => one(TEXTS),
      () => one(NUMBERS),
      () => random() < 0.5,
      ...(depth < 2 ? [() => some(() => anything(depth + 1)), () => ({ [one(['a', 'type', 'z']) ?? '']: anything(depth + 1) })] : []),
    ])?.();
  if (random() < 0.15) return anything();
  if (random() < (schema.nullable === true ? 0.2 : 0.02)) return null;
  if (schema.enum !== undefined && random() < 0.7) return one(schema.enum);
  if (schema['x-kubernetes-int-or-string'] === true) return random() < 0.5 ? one(TEXTS) : one(NUMBERS);
  switch (schema.type ?? '') {
    case 'string':
      return one(TEXTS);
    case 'integer':
    case 'number':
      return random() < 0.7 ? one(NUMBERS.filter((number) => Number.isInteger(number))) : one(NUMBERS);
    case 'boolean':
      return random() < 0.5;
    case 'array':
      return some(() => inner(schema.items as StructuralSchema));
    case 'object': {
      const fields = Object.entries(schema.properties ?? {}).filter(() => random() < 0.8);
      const values = schema.additionalProperties as StructuralSchema | undefined;
      return Object.fromEntries([
        ...fields.map(([name, field]) => [name, inner(field)]),
        ...(values === undefined ? [] : some(() => [one(['a', 'b', 'c/d']), inner(values)])),
      ]) as unknown;
    }
    default:
      return anything();
  }
}
