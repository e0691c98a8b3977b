import { policyEnvironment } from '../../../../local/api-server/admission/policies/environment.ts';
import { compile } from '../../../../local/api-server/cel/compile.ts';
import { secondsText } from '../../../../local/api-server/cel/library/duration-text.ts';
import { instantText } from '../../../../local/api-server/cel/library/timestamp-text.ts';
import { CompileError } from '../../../../local/api-server/cel/syntax/source.ts';
import { typeText } from '../../../../local/api-server/cel/types/cel-type.ts';
import {
  adopt,
  Double,
  CelDuration,
  entryOf,
  isListValue,
  isMapValue,
  keysOf,
  Opaque,
  Optional,
  Timestamp,
  TypeValue,
  Uint,
  type Value,
} from '../../../../local/api-server/cel/values/value.ts';

/** What the expressions of the tables speak of. */
const WORLD = new Map<string, Value>([
  ['object', { x: 3, s: 'ab', l: [1, 2], m: { a: 'b' }, n: null, f: 1.5 }],
  ['oldObject', null],
  ['request', { operation: 'CREATE', userInfo: { username: 'u' } }],
  ['namespaceObject', { metadata: { name: 'n' } }],
  ['params', null],
]);
const environment = policyEnvironment({ params: true, authorizer: true });

/** A value as an expression would write it. */
function shown(value: Value): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (value instanceof Double) return Number.isInteger(value.value) ? value.value.toFixed(1) : String(value.value);
  if (value instanceof Uint) return `${value.value}u`;
  if (value instanceof CelDuration) return `duration(${JSON.stringify(secondsText(value.nanos))})`;
  if (value instanceof Timestamp) return `timestamp(${JSON.stringify(instantText(value.nanos))})`;
  if (value instanceof TypeValue) return value.type;
  if (value instanceof Optional) return value.value === undefined ? 'optional.none()' : `optional.of(${shown(value.value)})`;
  if (value instanceof Uint8Array) return `b${JSON.stringify(Buffer.from(value).toString())}`;
  if (value instanceof Opaque) return `<${value.type}>`;
  if (isListValue(value)) return `[${value.map((item) => shown(adopt(item))).join(', ')}]`;
  if (!isMapValue(value)) return '';
  return `{${keysOf(value)
    .map((key) => `${shown(key)}: ${shown(entryOf(value, key) ?? null)}`)
    .join(', ')}}`;
}

/** All that begins an operand, as syntax errors have it. */
const OPERAND = /\{'\[', '\{', '\(',(?: '(\))',)? '\.', '-', '!',(?: '(\?)',)? 'true', 'false', 'null', (?:[A-Z_]+, )+IDENTIFIER\}/g;
const inShort = (text: string) =>
  text.replace(OPERAND, (_, ...[closing, question]: readonly (string | undefined)[]) => {
    const other = closing ?? question;
    return other === undefined ? '<operand>' : `<operand or ${other}>`;
  });

/** What becomes of an expression: its value and its cost, or `fails: why`, or each place at which it does not compile. */
export function evaluated(expression: string): { readonly is: string; readonly type?: string; readonly cost?: number } {
  try {
    const program = compile(expression, environment);
    const result = program.run((name) => WORLD.get(name));
    const type = typeText(program.type);
    return 'value' in result ? { is: shown(result.value), type, cost: result.cost } : { is: `fails: ${result.error.message}`, type };
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    const places = [...error.message.matchAll(/^(?:compilation failed: )?ERROR: <input>:(.*)$/gm)].map(([, place]) => place);
    return { is: places.length > 0 ? inShort(places.join('; ')) : error.message };
  }
}
