import { expect } from '@jest/globals';
import type { EndedCommand } from '../cli/invocation.ts';

/** Names that every object has, that a terminal obeys, or that begin a line of their own. */
export const AWKWARD = [
  'constructor',
  'toString',
  '__proto__',
  '\u001B]52;c;eA==\u0007',
  '\u202Ewood',
  'a\nciv: all is well',
  '',
  '0o7',
  'x'.repeat(5_000),
];

/** A command ended by itself; what went wrong is a bounded message of its own, in which nothing can be hidden. */
export function expectOrderly({ code, stdout, stderr }: EndedCommand, command: string): void {
  expect([0, 1]).toContain(code);
  const lines = stderr.split('\n');
  expect(lines.length).toBeLessThan(110);
  expect(stderr.length).toBeLessThan(300_000);
  for (const text of [stdout, stderr]) expect(text.replaceAll(/[\n\t]/g, '')).toMatch(/^[^\p{Cc}\p{Bidi_Control}]*$/u);
  if (code === 1) expect(lines.some((line) => line.startsWith(`civ ${command}: `))).toBe(true);
}
