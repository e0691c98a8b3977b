import { CelError } from '../values/cel-error.ts';
import type { Library } from '../types/functions.ts';
import { extent, matchCost, traversal } from '../values/operators.ts';
import type { ListValue, MapValue } from '../values/value.ts';
import { compiledRegex } from '../values/compiled-regex.ts';

const characters = (text: string): bigint => BigInt(Array.from(text).length);

/** A pattern matches anywhere in the text. */
const matches = (text: string, pattern: string): boolean =>
  compiledRegex(pattern, (reason) => new CelError(reason))
    .matcher(text)
    .find();

const sizes: Library = (['size(T) -> int', 'T.size() -> int'] as const).flatMap((form): Library => [
  [form.replace('T', 'bytes'), (bytes: Uint8Array) => BigInt(bytes.length)],
  [form.replace('T', 'list<A>'), (list: ListValue) => BigInt(list.length)],
  [form.replace('T', 'map<A, B>'), (map: MapValue) => BigInt(extent(map))],
  [form.replace('T', 'string'), characters],
]);

const containsCost = (text: string, part: string) => traversal(text) * traversal(part);

/** What every CEL has, besides operators and conversions. */
export const standard: Library = [
  ...sizes,
  ['string.contains(string) -> bool', (text: string, part: string) => text.includes(part), containsCost],
  ['string.endsWith(string) -> bool', (text: string, end: string) => text.endsWith(end), (text: string) => traversal(text)],
  ['string.startsWith(string) -> bool', (text: string, start: string) => text.startsWith(start), (text: string) => traversal(text)],
  ['matches(string, string) -> bool', matches, matchCost],
  ['string.matches(string) -> bool', matches, matchCost],
];
