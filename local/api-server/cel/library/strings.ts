import { CelError } from '../values/cel-error.ts';
import type { Library } from '../types/functions.ts';
import { traversal } from '../values/operators.ts';
import { adopt, type ListValue } from '../values/value.ts';
import { textOfValue } from './conversions.ts';
import { format } from './format-text.ts';

const outside = (at: bigint) => new CelError(`index out of range: ${at}`);

function charAt(text: string, at: bigint): string {
  const characters = Array.from(text);
  if (at < 0n || at > characters.length) throw outside(at);
  return characters[Number(at)] ?? '';
}

const startsAt = (characters: readonly string[], part: readonly string[], at: number) =>
  part.every((one, index) => characters[at + index] === one);

function indexOf(text: string, part: string, from = 0n): bigint {
  if (part === '') return from;
  const [characters, wanted] = [Array.from(text), Array.from(part)];
  if (from < 0n) throw outside(from);
  for (let at = Number(from); at <= characters.length - wanted.length; at++) if (startsAt(characters, wanted, at)) return BigInt(at);
  return -1n;
}

function lastIndexOf(text: string, part: string, from?: bigint): bigint {
  const [characters, wanted] = [Array.from(text), Array.from(part)];
  if (part === '') return from ?? BigInt(characters.length);
  const start = from ?? BigInt(characters.length - 1);
  if (from !== undefined && from < 0n) throw outside(from);
  if (start >= characters.length) return -1n;
  for (let at = Math.min(Number(start), characters.length - wanted.length); at >= 0; at--)
    if (startsAt(characters, wanted, at)) return BigInt(at);
  return -1n;
}

function substring(text: string, start: bigint, end?: bigint): string {
  const characters = Array.from(text);
  if (end !== undefined && start > end) throw new CelError(`invalid substring range. start: ${start}, end: ${end}`);
  if (start < 0n || start > characters.length) throw outside(start);
  if (end !== undefined && (end < 0n || end > characters.length)) throw outside(end);
  return characters.slice(Number(start), end === undefined ? undefined : Number(end)).join('');
}

function replace(text: string, old: string, next: string, most = -1n): string {
  const parts = old === '' ? ['', ...Array.from(text), ''] : text.split(old);
  const count = most < 0n ? parts.length - 1 : Math.min(Number(most), parts.length - 1);
  return parts.slice(0, count + 1).join(next) + (count + 1 < parts.length ? old + parts.slice(count + 1).join(old) : '');
}

function split(text: string, separator: string, most = -1n): readonly string[] {
  if (most === 0n) return [];
  const parts = separator === '' ? Array.from(text) : text.split(separator);
  if (most < 0n || parts.length <= most) return parts;
  const count = Number(most) - 1;
  return [...parts.slice(0, count), parts.slice(count).join(separator)];
}

function join(list: ListValue, separator = ''): string {
  return list
    .map((item) => {
      if (typeof item !== 'string') throw new CelError(`join: invalid input: ${textOfValue(adopt(item)) ?? ''}`);
      return item;
    })
    .join(separator);
}

const ESCAPED: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
};
const quote = (text: string) => `"${Array.from(text, (character) => ESCAPED[character] ?? character).join('')}"`;
const lower = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
const upper = (text: string) => text.replace(/[a-z]/g, (letter) => letter.toUpperCase());

const once = (text: string) => traversal(text);
const twice = (text: string) => Math.ceil(2 * 0.1 * Array.from(text).length);

export const strings: Library = [
  ['string.charAt(int) -> string', charAt],
  ['string.indexOf(string) -> int', (text: string, part: string) => indexOf(text, part), once],
  ['string.indexOf(string, int) -> int', indexOf, once],
  ['string.lastIndexOf(string) -> int', (text: string, part: string) => lastIndexOf(text, part), once],
  ['string.lastIndexOf(string, int) -> int', lastIndexOf, once],
  ['string.lowerAscii() -> string', lower, once],
  ['string.upperAscii() -> string', upper, once],
  ['string.replace(string, string) -> string', (text: string, old: string, next: string) => replace(text, old, next), twice],
  ['string.replace(string, string, int) -> string', replace, twice],
  ['string.split(string) -> list<string>', (text: string, separator: string) => split(text, separator), twice],
  ['string.split(string, int) -> list<string>', split, twice],
  ['string.substring(int) -> string', (text: string, start: bigint) => substring(text, start), once],
  ['string.substring(int, int) -> string', substring, once],
  ['string.trim() -> string', (text: string) => text.trim(), once],
  ['string.format(list<dyn>) -> string', format, once],
  ['strings.quote(string) -> string', quote, once],
  ['list<string>.join() -> string', (list: ListValue) => join(list), (list: ListValue) => twice(join(list))],
  ['list<string>.join(string) -> string', join, (list: ListValue, separator: string) => twice(join(list, separator))],
];
