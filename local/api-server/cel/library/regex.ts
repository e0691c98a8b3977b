import { CelError } from '../values/cel-error.ts';
import type { Library } from '../types/functions.ts';
import { matchCost } from '../values/operators.ts';
import { compiledRegex } from '../values/compiled-regex.ts';

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
