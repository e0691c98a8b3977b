import * as fc from 'fast-check';

const [SURROGATES, COUNT] = [0xd800, 0x800];
const characterAt = (at: number): string => String.fromCodePoint(at < SURROGATES ? at : at + COUNT);

/** By the other way fast-check finds out which of the texts that break programs can be made of these. */
function placeOf(text: unknown): number {
  const code = typeof text === 'string' ? text.codePointAt(0) : undefined;
  if (code === undefined || String.fromCodePoint(code) !== text) throw new TypeError('this is not a character');
  return code < SURROGATES ? code : code - COUNT;
}

const anyCharacter = fc.integer({ min: 0, max: 0x10_ffff - COUNT }).map(characterAt, placeOf);

/** Text of any characters. That of fast-check (`unit: 'binary'`) first makes a table of a million of them, in each process. */
export const anyText = (constraints: { readonly maxLength?: number } = {}): fc.Arbitrary<string> =>
  fc.string({ ...constraints, unit: anyCharacter });
