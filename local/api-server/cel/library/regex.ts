import { RE2JS } from 're2js';
import { CelError } from '../values/cel-error.ts';
import type { Library } from '../types/functions.ts';
import { matchCost } from '../values/operators.ts';

const KEPT = 256;
const compiled = new Map<string, RE2JS>();

/** A pattern, in time that grows with the text alone. Patterns are few, and each is read once. */
export function compiledRegex(pattern: string, refuse: (reason: string) => Error): RE2JS {
  const known = compiled.get(pattern);
  if (known) return known;
  try {
    const made = RE2JS.compile(pattern);
    if (compiled.size >= KEPT) compiled.clear();
    compiled.set(pattern, made);
    return made;
  } catch (error) {
    throw refuse(error instanceof Error ? error.message : String(error));
  }
}

const illegal = (reason: string) => new CelError(`Illegal regex: ${reason}`);

function found(text: string, pattern: string, most = -1n): readonly string[] {
  const matcher = compiledRegex(pattern, illegal).matcher(text);
  const parts: string[] = [];
  const limit = most < 0n ? Infinity : Number(most);
  for (let count = 0; count < limit && matcher.find(); count++) parts.push(matcher.group() ?? '');
  return parts;
}

export const regex: Library = [
  ['string.find(string) -> string', (text: string, pattern: string) => found(text, pattern, 1n)[0] ?? '', matchCost],
  ['string.findAll(string) -> list<string>', (text: string, pattern: string) => found(text, pattern), matchCost],
  ['string.findAll(string, int) -> list<string>', found, matchCost],
];
