import { describe, expect, it } from '@jest/globals';
import { RE2JS } from 're2js';
import { re2Pattern } from '../../../kinds/schema/re2-pattern.ts';

const PATTERNS = [
  /^a\sb$/,
  /^[\sx]+$/,
  /^\S+$/,
  /^a.b$/,
  /^a.b$/s,
  /^[.]$/,
  /^[[a]$/,
  /^\u00e9$/,
  /^[\u{e0}-\u{ff}]$/u,
  /^é\/\.$/,
  /^ABC$/iu,
  /^\d+\w*$/,
];
const TEXTS = [
  'a b',
  'a\u00a0b',
  'a\u2028b',
  'a\nb',
  'a\rb',
  'axb',
  'x',
  '.',
  '[',
  'a',
  'é',
  'é/.',
  'abc',
  'AbC',
  '12_',
  'x y',
  '\u000b',
  '\ufeff',
];

describe('a pattern for a server', () => {
  it.each(PATTERNS)('finds what %s finds', (pattern) => {
    const written = re2Pattern(pattern);
    const found = (text: string) => 'pattern' in written && RE2JS.compile(written.pattern).matcher(text).find();
    expect(TEXTS.filter(found)).toEqual(TEXTS.filter((text) => pattern.test(text)));
  });

  it.each([
    [/a(?=b)/, 'which RE2 does not read'],
    [/(a)\1/, 'which RE2 does not read'],
    [/[^\S]/, '\\S in the pattern'],
    [new RegExp('\\A'), '\\A in the pattern'],
    [new RegExp('a[]b'), 'an empty class'],
    [/a/g, 'with the flags g'],
    [/a/i, 'with the flags i'],
  ])('cannot be made of %s', (pattern, what) => expect(JSON.stringify(re2Pattern(pattern))).toContain(JSON.stringify(what).slice(1, -1)));
});
