import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { inOneLine, printable } from '../../../ground/text/printable.ts';
import { anyText } from '../../any-text.ts';

const ESCAPE = '\u001B';

describe('printable text', () => {
  it.each([
    ['a clipboard that is written', `${ESCAPE}]52;c;cm0gLXJmIC8=\u0007`, '\\u001b]52;c;cm0gLXJmIC8=\\u0007'],
    ['a title, by a control of the second kind', '\u009D0;gotcha\u009C', '\\u009d0;gotcha\\u009c'],
    ['a line that is written over', 'all is well\rnot at all', 'all is well\\u000dnot at all'],
    ['a word that is turned around', 'wood\u202Eexe.\u202C', 'wood\\u202eexe.\\u202c'],
    ['an isolate, a mark and a separator', '\u2066a\u2069\u200F\u2028', '\\u2066a\\u2069\\u200f\\u2028'],
    ['what is taken for backspace, delete and nothing', 'a\b\u007F\u0000', 'a\\u0008\\u007f\\u0000'],
  ])('shows %s', (_, text, shown) => expect(printable(text)).toBe(shown));

  it.each(['wood 3\n\tiron 4\n', 'Königreich 王国 🏰 👩‍🌾', '', '“a” \\u001b'])('leaves as it is what only prints: %j', (text) =>
    expect(printable(text)).toBe(text),
  );

  it('leaves a value of JSON the value that it was', () =>
    fc.assert(
      fc.property(anyText(), (text) => {
        const shown = printable(JSON.stringify({ [text]: text }));
        expect(JSON.parse(shown)).toEqual({ [text]: text });
        expect(shown).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
      }),
    ));

  it('fits into one line, and ends', () => {
    expect(inOneLine('two\nlines\tand\r\nmore')).toBe('two\\u000alines\\u0009and\\u000d\\u000amore');
    expect(inOneLine('x'.repeat(1_000_000))).toBe(`${'x'.repeat(499)}…`);
    expect(inOneLine('wood', 3)).toBe('wo…');
  });
});
