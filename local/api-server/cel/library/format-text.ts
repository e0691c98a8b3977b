import { CelError } from '../values/cel-error.ts';
import { adopt, Double, entryOf, isListValue, isMapValue, keysOf, typeNameOf, Uint, type ListValue, type Value } from '../values/value.ts';
import { textOfValue } from './conversions.ts';

/** One `%…` of a format. */
export interface Clause {
  readonly verb: string;
  readonly precision: number;
}

const CLAUSE = /%(?:%|(?:\.(\d+))?([\s\S])?)/g;
const DEFAULT_PRECISION = 6;

/** What a verb takes, and what is said where it gets something else. */
const VERBS: Readonly<Record<string, { readonly takes: ReadonlySet<string>; readonly only: string }>> = {
  d: { takes: new Set(['int', 'uint']), only: 'decimal clause can only be used on integers' },
  f: { takes: new Set(['double']), only: 'fixed-point clause can only be used on doubles' },
  e: { takes: new Set(['double']), only: 'scientific clause can only be used on doubles' },
  b: { takes: new Set(['int', 'uint', 'bool']), only: 'only integers and bools can be formatted as binary' },
  o: { takes: new Set(['int', 'uint']), only: 'octal clause can only be used on integers' },
  x: { takes: new Set(['int', 'uint', 'string', 'bytes']), only: 'only integers, byte buffers, and strings can be formatted as hex' },
  X: { takes: new Set(['int', 'uint', 'string', 'bytes']), only: 'only integers, byte buffers, and strings can be formatted as hex' },
};
const SHOWN: ReadonlySet<string> = new Set(
  'list map int uint double bool string google.protobuf.Timestamp bytes google.protobuf.Duration type null_type dyn'.split(' '),
);
const SPECIAL: ReadonlySet<Value> = new Set(['NaN', 'Infinity', '-Infinity']);

/** Why a value of a type may not stand for a clause; undefined where it may. */
export function clauseProblem({ verb }: Clause, type: string): string | undefined {
  if (verb === 's')
    return SHOWN.has(type)
      ? undefined
      : `string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps, was given ${type}`;
  const known = VERBS[verb];
  if (!known) return `could not parse formatting clause: unrecognized formatting clause "${verb}"`;
  return known.takes.has(type) || type === 'dyn' ? undefined : `${known.only}, was given ${type}`;
}

/** The clauses of a format, in order. */
export const clausesOf = (text: string): readonly Clause[] =>
  [...text.matchAll(CLAUSE)]
    .filter(([whole]) => whole !== '%%')
    .map(([, precision, verb = '']) => ({ verb, precision: Number(precision ?? DEFAULT_PRECISION) }));

const quoted = (value: Value) => (typeof value === 'string' ? JSON.stringify(value) : shown(value));

function shown(value: Value): string {
  if (value === null) return 'null';
  if (isListValue(value)) return `[${value.map((item) => quoted(adopt(item))).join(', ')}]`;
  if (isMapValue(value)) {
    const entries = keysOf(value).map((key): readonly [string, string] => [quoted(key), quoted(entryOf(value, key) ?? null)]);
    return `{${entries
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, held]) => `${key}:${held}`)
      .join(', ')}}`;
  }
  return textOfValue(value) ?? '';
}

const numberOf = (value: Value): number => (value instanceof Double ? value.value : Number(value));
const wholeOf = (value: Value): bigint =>
  value instanceof Uint ? value.value : typeof value === 'bigint' ? value : BigInt(value === true);

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** As Go writes it for people: `1.5×10⁰³`. */
function scientific(value: number, precision: number): string {
  const [digits = '', exponent = '0'] = value.toExponential(precision).split('e');
  const power = String(Math.abs(Number(exponent))).padStart(2, '0');
  return `${digits}×10${Number(exponent) < 0 ? '⁻' : ''}${Array.from(power, (digit) => RAISED[Number(digit)]).join('')}`;
}

function hex(value: Value): string {
  if (typeof value === 'string') return Buffer.from(value).toString('hex');
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  return wholeOf(value).toString(16);
}

function written({ verb, precision }: Clause, value: Value): string {
  const type = typeNameOf(value);
  const problem = clauseProblem({ verb, precision }, type);
  if (problem !== undefined && !((verb === 'f' || verb === 'e') && SPECIAL.has(value)))
    throw new CelError(`error during formatting: ${problem}`);
  switch (verb) {
    case 'd':
      return String(wholeOf(value));
    case 'f':
      return numberOf(value).toFixed(precision);
    case 'e':
      return scientific(numberOf(value), precision);
    case 'b':
      return wholeOf(value).toString(2);
    case 'o':
      return wholeOf(value).toString(8);
    case 'x':
      return hex(value);
    case 'X':
      return hex(value).toUpperCase();
    default:
      return shown(value);
  }
}

/** `"%s has %d".format(["a", 1])`. */
export function format(text: string, values: ListValue): string {
  let next = 0;
  return text.replace(CLAUSE, (whole: string, precision?: string, verb = '') => {
    if (whole === '%%') return '%';
    if (next >= values.length) throw new CelError(`index ${next} out of range`);
    return written({ verb, precision: Number(precision ?? DEFAULT_PRECISION) }, adopt(values[next++]));
  });
}
