import type { Json, JsonObject } from '../../../../ground/json/json.ts';
import type { BuiltInField } from '../../../../local/api-server/schema/type-tree.ts';

const varint = (value: bigint): number[] => {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return [...bytes, Number(rest)];
};
const framed = (number: number, bytes: readonly number[]): number[] => [
  ...varint(BigInt(number * 8 + 2)),
  ...varint(BigInt(bytes.length)),
  ...bytes,
];
const text = (value: string): number[] => [...Buffer.from(value)];

/** A message the way Go writes it: what the decoder must read again. */
function message(object: JsonObject, type: BuiltInField): number[] {
  return Object.entries(object).flatMap(([name, value]) => {
    const field = type.fields?.[name];
    if (!field || value === undefined || value === null || field.go.number === '') return [];
    const path = field.go.number.split('.').map(Number);
    const last = path.pop() ?? 0;
    return path.reduceRight((bytes, number) => framed(number, bytes), parts(last, value, field));
  });
}

function parts(number: number, value: Json, field: BuiltInField): number[] {
  const { items, values } = field;
  if (items) return (value as Json[]).flatMap((item) => one(number, item, items));
  if (values)
    return Object.entries(value as JsonObject).flatMap(([key, entry]) =>
      framed(number, [...framed(1, text(key)), ...mapValue(entry ?? null, values)]),
    );
  return one(number, value, field);
}

const mapValue = (value: Json, field: BuiltInField): number[] =>
  field.items
    ? framed(
        2,
        (value as Json[]).flatMap((item) => one(1, item, field.items ?? field)),
      )
    : one(2, value, field);

function one(number: number, value: Json, field: BuiltInField): number[] {
  switch (field.goType) {
    case 'string':
      return framed(number, text(value as string));
    case 'bytes':
      return framed(number, [...Buffer.from(value as string, 'base64')]);
    case 'int32':
    case 'int64':
      return [...varint(BigInt(number * 8)), ...varint(BigInt(value as number))];
    case 'boolean':
      return [...varint(BigInt(number * 8)), value === true ? 1 : 0];
    case 'quantity':
      return framed(number, framed(1, text(value as string)));
    case 'time':
    case 'microtime':
      return framed(number, [...varint(8n), ...varint(BigInt(Math.floor(Date.parse(value as string) / 1_000)))]);
    case 'int-or-string':
      return framed(number, typeof value === 'string' ? [8, 1, ...framed(3, text(value))] : [8, 0, 16, ...varint(BigInt(value as number))]);
    default:
      return framed(number, message(value as JsonObject, field));
  }
}

/** An object in the envelope of application/vnd.kubernetes.protobuf. */
export const encode = (object: JsonObject, type: BuiltInField): Uint8Array => {
  const kind = [...framed(1, text(object['apiVersion'] as string)), ...framed(2, text(object['kind'] as string))];
  return Uint8Array.from([0x6b, 0x38, 0x73, 0, ...framed(1, kind), ...framed(2, message(object, type))]);
};
