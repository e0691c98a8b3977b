import { customChecks } from './custom-checks.ts';
import { re2Pattern } from './re2-pattern.ts';
import type { CheckDef, SchemaReading, StructuralSchema } from './reading.ts';

/** Formats of zod that are no more than their pattern. */
const BY_PATTERN: ReadonlySet<string> = new Set(
  (
    'regex starts_with ends_with includes lowercase uppercase email uuid guid nanoid cuid cuid2 ulid xid ksuid ' +
    'datetime date time duration ipv4 cidrv4 mac e164 hex'
  ).split(' '),
);

/** A text: its lengths, its patterns, its rules. */
export function textSchema(checks: readonly CheckDef[], path: string, reading: SchemaReading): StructuralSchema {
  const patterns: string[] = [];
  const custom: CheckDef[] = [];
  let lengths: StructuralSchema = {};
  for (const def of checks) {
    const { check, format, pattern, position } = def;
    if (check === 'min_length') lengths = narrowed(lengths, def['minimum'], undefined);
    else if (check === 'max_length') lengths = narrowed(lengths, undefined, def['maximum']);
    else if (check === 'length_equals') lengths = narrowed(lengths, def['length'], def['length']);
    else if (check !== 'string_format') custom.push(def);
    else if (!BY_PATTERN.has(String(format)) || !(pattern instanceof RegExp) || position !== undefined)
      reading.refuse(path, `the format ${String(format)}`, 'give a pattern: z.string().regex(…)');
    else {
      const read = re2Pattern(pattern);
      if ('pattern' in read) patterns.push(read.pattern);
      else reading.refuse(path, read.what, read.remedy);
    }
  }
  const [first, ...others] = patterns;
  return {
    type: 'string',
    ...lengths,
    ...(first !== undefined && { pattern: first }),
    ...(others.length > 0 && { allOf: others.map((pattern) => ({ pattern })) }),
    ...customChecks(custom, path, reading),
  };
}

/** Of two bounds, the narrower one counts. */
function narrowed({ minLength, maxLength }: StructuralSchema, least: unknown, most: unknown): StructuralSchema {
  const lower = [minLength, least].filter((bound) => typeof bound === 'number');
  const upper = [maxLength, most].filter((bound) => typeof bound === 'number');
  return { ...(lower.length > 0 && { minLength: Math.max(...lower) }), ...(upper.length > 0 && { maxLength: Math.min(...upper) }) };
}
