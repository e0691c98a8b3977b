import { LEAST_INT, MOST_INT, MOST_UINT } from '../values/integers.ts';
import { Double, Uint, type Value } from '../values/value.ts';
import type { SyntaxToken } from './token.ts';

/** What is written has no value. */
export class BadLiteral extends Error {
  override readonly name = 'BadLiteral';
}

const SHORT: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

const ESCAPES = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|[xX]([0-9a-fA-F]{2})|([0-3][0-7]{2})|([\s\S]))/gu;

function inner(text: string): { readonly body: string; readonly raw: boolean } {
  const raw = /^[rR]/.test(text);
  const quoted = raw ? text.slice(1) : text;
  const triple = quoted.length >= 6 && /^("""|''')/.test(quoted);
  return { body: triple ? quoted.slice(3, -3) : quoted.slice(1, -1), raw };
}

const character = (code: number): string => {
  if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) throw new BadLiteral('unable to unescape string');
  return String.fromCodePoint(code);
};

/** The value of a quoted text. */
function textOf(text: string): string {
  const { body, raw } = inner(text);
  if (raw) return body;
  return body.replace(ESCAPES, (_, short?: string, long?: string, hex?: string, octal?: string, one?: string) => {
    const digits = short ?? long ?? hex;
    if (digits !== undefined) return character(Number.parseInt(digits, 16));
    if (octal !== undefined) return character(Number.parseInt(octal, 8));
    return SHORT[one ?? ''] ?? one ?? '';
  });
}

/** The value of quoted bytes: in them, `\xff` and `\377` are bytes and no characters. */
function bytesOf(text: string): Uint8Array {
  const { body, raw } = inner(text.slice(1));
  if (raw) return Buffer.from(body);
  const bytes: Buffer[] = [];
  let from = 0;
  for (const match of body.matchAll(ESCAPES)) {
    const [whole, short, long, hex, octal, one] = match;
    if (short !== undefined || long !== undefined) throw new BadLiteral('unable to unescape string');
    bytes.push(Buffer.from(body.slice(from, match.index)));
    from = match.index + whole.length;
    if (hex !== undefined) bytes.push(Buffer.from([Number.parseInt(hex, 16)]));
    else if (octal !== undefined) bytes.push(Buffer.from([Number.parseInt(octal, 8)]));
    else bytes.push(Buffer.from(SHORT[one ?? ''] ?? one ?? ''));
  }
  return Buffer.concat([...bytes, Buffer.from(body.slice(from))]);
}

function wholeNumber(text: string, least: bigint, most: bigint, kind: string): bigint {
  const value = text.startsWith('-') ? -BigInt(text.slice(1)) : BigInt(text);
  if (value < least || value > most) throw new BadLiteral(`invalid ${kind} literal`);
  return value;
}

/** What a token says, with the sign before it; throws BadLiteral. */
export function literalOf({ kind, text }: SyntaxToken, sign: string): Value {
  if (kind === 'NUM_INT') return wholeNumber(sign + text, LEAST_INT, MOST_INT, 'int');
  if (kind === 'NUM_UINT') return new Uint(wholeNumber(text.slice(0, -1), 0n, MOST_UINT, 'uint'));
  if (kind === 'NUM_FLOAT') return new Double(Number(sign + text));
  return kind === 'BYTES' ? bytesOf(text) : textOf(text);
}
