import { isIPv4 } from 'node:net';

/** An address as a number. */
export interface Bits {
  readonly family: 4 | 6;
  readonly value: bigint;
}

const quad = (text: string): bigint => text.split('.').reduce((value, part) => value * 256n + BigInt(part), 0n);

/** The bits of a valid address. */
export function bitsOf(text: string): Bits {
  if (isIPv4(text)) return { family: 4, value: quad(text) };
  const hexed = text.replace(/\d+\.\d+\.\d+\.\d+$/, (tail) => {
    const value = quad(tail);
    return `${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
  });
  const [left = '', right] = hexed.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const [before, after] = [groups(left), groups(right ?? '')];
  const zeros = right === undefined ? 0 : 8 - before.length - after.length;
  const all = [...before, ...Array.from({ length: zeros }, () => '0'), ...after];
  return { family: 6, value: all.reduce((value, group) => value * 65_536n + BigInt(`0x${group}`), 0n) };
}

/** The canonical text: the longest row of zeros is left out. */
export function ipText({ family, value }: Bits): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 0xffn).join('.');
  const groups = Array.from({ length: 8 }, (_, at) => ((value >> BigInt(112 - at * 16)) & 0xffffn).toString(16));
  const rows = [...groups.join(':').matchAll(/\b0(?::0)+\b/g)].sort((a, b) => b[0].length - a[0].length);
  const longest = rows[0];
  if (!longest) return groups.join(':');
  const text = groups.join(':');
  const [before, after] = [text.slice(0, longest.index), text.slice(longest.index + longest[0].length)];
  return `${before.replace(/:$/, '')}::${after.replace(/^:/, '')}`;
}
