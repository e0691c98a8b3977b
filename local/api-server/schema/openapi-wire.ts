import { objectOrEmpty, textOrEmpty, type Json, type JsonObject } from '../../../ground/json/json.ts';
import { bytesField, integerField, textField, writeWire, type WirePieces } from '../../../ground/protobuf/wire.ts';

/** What messages of OpenAPI v2 and of v3 (gnostic's) are made of. A message inside is made at once, so that nothing counts it again. */
export const message = (number: number, ...parts: readonly WirePieces[]): WirePieces => bytesField(number, writeWire(parts.flat()));

export const entries = (map: Json | undefined): readonly (readonly [string, JsonObject])[] =>
  Object.entries(objectOrEmpty(map)).map(([name, value]) => [name, objectOrEmpty(value)]);

/** An entry of a map, which the wire has as a message of a name and a value. */
export const named = (number: number, name: string, value: WirePieces): WirePieces =>
  message(number, textField(1, name), message(2, value));

export const texts = (number: number, values: readonly Json[]): WirePieces =>
  values.flatMap((value) => bytesField(number, textOrEmpty(value)));

export const flag = (number: number, value: Json | undefined): WirePieces => integerField(number, value === true ? 1 : 0);

/** A value of any shape, as YAML: JSON is some. In quotes even where it is a word, as `*` means something else without. */
export const any = (number: number, value: Json | undefined): WirePieces =>
  value === undefined ? [] : message(number, textField(2, JSON.stringify(value)));

export const extensions = (number: number, value: JsonObject): WirePieces =>
  Object.entries(value)
    .filter(([name]) => name.startsWith('x-'))
    .flatMap(([name, held]) => message(number, textField(1, name), any(2, held)));

const FIXED64 = 1;
const LARGEST_SHORT_TAG = 15;

/** It is there even if it is 0. */
export function double(number: number, value: number): WirePieces {
  const tag = number * 8 + FIXED64;
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return [number > LARGEST_SHORT_TAG ? [(tag & 0x7f) | 0x80, tag >> 7] : [tag], bytes];
}

type Numbers = Readonly<Record<string, number>>;

/** What a value must keep to, under the numbers that a version has for it. */
export const boundsOf =
  ({ doubles, flags, counts, pattern }: { doubles: Numbers; flags: Numbers; counts: Numbers; pattern: number }) =>
  (held: JsonObject): WirePieces =>
    Object.entries(held).flatMap(([name, value]): WirePieces => {
      if (typeof value === 'boolean') return flag(flags[name] ?? 0, name in flags && value);
      if (typeof value !== 'number') return name === 'pattern' ? textField(pattern, textOrEmpty(value)) : [];
      if (name in doubles) return double(doubles[name] ?? 0, value);
      return name in counts ? integerField(counts[name] ?? 0, value) : [];
    });
