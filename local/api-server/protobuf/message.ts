import type { Json, JsonObject } from '../../../ground/json/json.ts';
import { readWire, WireError, type WireField } from '../../../ground/protobuf/wire.ts';
import { formatTime } from '../schema/go-time.ts';
import type { BuiltInField } from '../schema/type-tree.ts';

interface Leaf {
  readonly name: string;
  readonly field: BuiltInField;
}
/** By protobuf number; a map where the fields of an embedded message stand in the object itself. */
type Numbers = Map<number, Leaf | Numbers>;

/** A message as the JSON object that it stands for; numbers that the type does not know are passed over, as Go does. */
export function decodeMessage(bytes: Uint8Array, type: BuiltInField): JsonObject {
  return fieldsOf(bytes, numbersOf(type));
}

function fieldsOf(bytes: Uint8Array, numbers: Numbers): JsonObject {
  const object: Record<string, Json | undefined> = {};
  for (const wire of readWire(bytes)) {
    const known = numbers.get(wire.number);
    if (known instanceof Map) Object.assign(object, fieldsOf(bytesOf(wire), known));
    else if (known) object[known.name] = add(object[known.name], wire, known.field);
  }
  return object;
}

function numbersOf({ fields = {} }: BuiltInField): Numbers {
  const numbers: Numbers = new Map();
  for (const [name, field] of Object.entries(fields)) {
    const path = field.go.number
      .split('.')
      .filter((part) => part !== '')
      .map(Number);
    const last = path.pop();
    if (last === undefined) continue;
    let inner = numbers;
    for (const number of path) {
      const held = inner.get(number);
      const next: Numbers = held instanceof Map ? held : new Map();
      inner.set(number, next);
      inner = next;
    }
    inner.set(last, { name, field });
  }
  return numbers;
}

/** A list grows item by item, a map entry by entry; of anything else the last one counts. */
function add(before: Json | undefined, wire: WireField, field: BuiltInField): Json | undefined {
  const { items, values } = field;
  if (items) return [...(Array.isArray(before) ? (before as readonly Json[]) : []), value(wire, items)];
  if (values) return { ...(before as JsonObject | undefined), ...entry(wire, values) };
  return value(wire, field) ?? before;
}

function entry(wire: WireField, values: BuiltInField): JsonObject {
  let [key, held]: [string, Json | undefined] = ['', undefined];
  for (const part of readWire(bytesOf(wire))) {
    if (part.number === 1) key = text(bytesOf(part));
    if (part.number === 2) held = values.items ? list(bytesOf(part), values.items) : value(part, values);
  }
  return { [key]: held ?? null };
}

/** A list inside a map is a message of its own, with the items in field 1. */
const list = (bytes: Uint8Array, items: BuiltInField): readonly Json[] =>
  [...readWire(bytes)].filter(({ number }) => number === 1).map((wire) => value(wire, items) ?? null);

function value(wire: WireField, field: BuiltInField): Json {
  switch (field.goType) {
    case 'string':
      return text(bytesOf(wire));
    case 'bytes':
      return Buffer.from(bytesOf(wire)).toString('base64');
    case 'int32':
    case 'int64':
      return Number(BigInt.asIntN(64, integerOf(wire)));
    case 'boolean':
      return integerOf(wire) !== 0n;
    case 'number':
      return double(integerOf(wire));
    default:
      return special(bytesOf(wire), field);
  }
}

/** Types whose message is not what their JSON looks like. */
function special(bytes: Uint8Array, field: BuiltInField): Json {
  switch (field.goType) {
    case 'quantity':
      return text(first(bytes, 1));
    case 'time':
      return time(bytes);
    case 'microtime':
      return time(bytes, true);
    case 'int-or-string':
      return intOrString(bytes);
    case 'raw':
    case 'fields':
    case 'json':
      return json(first(bytes, 1));
    case 'schema-or-list':
      return oneOf(bytes, field, (rest) => rest.map((wire) => decodeMessage(bytesOf(wire), field)));
    case 'schema-or-strings':
      return oneOf(bytes, field, (rest) => rest.map((wire) => text(bytesOf(wire))));
    case 'schema-or-bool':
      return schemaOrBool(bytes, field);
    default:
      return decodeMessage(bytes, field);
  }
}

function oneOf(bytes: Uint8Array, field: BuiltInField, others: (rest: readonly WireField[]) => Json): Json {
  const parts = [...readWire(bytes)];
  const schema = parts.find(({ number }) => number === 1);
  return schema ? decodeMessage(bytesOf(schema), field) : others(parts.filter(({ number }) => number === 2));
}

function schemaOrBool(bytes: Uint8Array, field: BuiltInField): Json {
  const parts = [...readWire(bytes)];
  const schema = parts.find(({ number }) => number === 2);
  if (schema) return decodeMessage(bytesOf(schema), field);
  return parts.some((part) => part.number === 1 && integerOf(part) !== 0n);
}

function time(bytes: Uint8Array, micro = false): Json {
  if (bytes.length === 0) return null;
  const [seconds, nanos] = [1, 2].map((number) => Number(BigInt.asIntN(64, numberAt(bytes, number))));
  const YEAR_ZERO = -62_135_596_800;
  const LAST = 253_402_300_799;
  if (seconds === undefined || seconds <= YEAR_ZERO || seconds > LAST) return null;
  return formatTime(seconds, micro ? Math.floor((nanos ?? 0) / 1_000) : undefined);
}

const intOrString = (bytes: Uint8Array): Json =>
  numberAt(bytes, 1) === 1n ? text(first(bytes, 3)) : Number(BigInt.asIntN(32, numberAt(bytes, 2)));

const numberAt = (bytes: Uint8Array, number: number): bigint => {
  const wire = [...readWire(bytes)].findLast((part) => part.number === number);
  return wire ? integerOf(wire) : 0n;
};

const first = (bytes: Uint8Array, number: number): Uint8Array => {
  const wire = [...readWire(bytes)].findLast((part) => part.number === number);
  return wire ? bytesOf(wire) : new Uint8Array();
};

function json(bytes: Uint8Array): Json {
  if (bytes.length === 0) return null;
  try {
    return JSON.parse(text(bytes)) as Json;
  } catch (cause) {
    throw new WireError('the raw value inside is not valid JSON', { cause });
  }
}

function bytesOf({ value: held, number }: WireField): Uint8Array {
  if (held instanceof Uint8Array) return held;
  throw new WireError(`proto: wrong wireType for field ${number}`);
}

function integerOf({ value: held, number }: WireField): bigint {
  if (typeof held === 'bigint') return held;
  throw new WireError(`proto: wrong wireType for field ${number}`);
}

function double(bits: bigint): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, bits);
  return view.getFloat64(0);
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
