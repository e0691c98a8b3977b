import { describe, expect, it } from '@jest/globals';
import { Yaml } from 'cdk8s';
import * as fc from 'fast-check';
import { load, YAML11_SCHEMA } from 'js-yaml';
import { isMisread } from '../../constructs/misread.ts';
import { yamlWriter } from '../../constructs/yaml.ts';
import { anyText } from '../any-text.ts';

const awkward = fc.constantFrom(
  '',
  ' ',
  '-',
  '- a',
  '#',
  'a #b',
  'a: b',
  'a:',
  '? a',
  '&a',
  '*a',
  '!a',
  '%a',
  '@a',
  '`a',
  '|',
  '>',
  '[',
  '{',
  ']',
  ',',
  "'",
  '"',
  "it's",
  '\\',
  'null',
  '~',
  'Null',
  'true',
  'yes',
  'No',
  'on',
  'OFF',
  'y',
  '0',
  '-1',
  '0775',
  '0o17',
  '0x1f',
  '1e3',
  '1.',
  '.5',
  '.inf',
  '-.INF',
  '.nan',
  '1_000',
  '12:30:45',
  '2026-11-21',
  '2026-11-21T10:00:00Z',
  '=',
  '<<',
  '---',
  '...',
  'a\nb',
  'a\n',
  '\na',
  '  a\n b\n',
  'a\n\n',
  '\n',
  'a\tb',
  '\t',
  'a\rb',
  'a\r\nb',
  '\u0000',
  '\u007f',
  '\u0085',
  '\u00a0',
  '\u2028',
  '\ufeff',
  '🏰',
  'é',
  '\ud800',
  'a'.repeat(200),
  'long words '.repeat(30),
  'x'.repeat(1_100),
  'lines\n'.repeat(40),
  '__proto__',
  'constructor',
);
/** What is quoted here and not by cdk8s has a table of its own. */
const isLikeCdk8s = (written: string): boolean => !isMisread(written) || Yaml.stringify({ k: written }) === `k: "${written}"\n`;
const text = fc
  .oneof(
    awkward,
    anyText({ maxLength: 40 }),
    fc.string({ maxLength: 40 }),
    fc.stringMatching(/^[ab:#'"\n -]{0,12}$/),
    fc.stringMatching(/^[-+]?[0-9oxbe_.]{1,5}$/),
    fc.stringMatching(/^[/a-zA-Z][a-zA-Z0-9_./-]{0,8}$/),
    fc.stringMatching(/^([yY]|[nN]|[yY]es|YES|[nN]o|NO|[oO]n|ON|[oO]ff|OFF|[tT]rue|TRUE|[fF]alse|FALSE|[nN]ull|NULL)[-./]?$/),
  )
  .filter(isLikeCdk8s);
/** JSON knows one zero. */
const number = fc.double().map((count) => (count === 0 ? 0 : count));
const scalar = fc.oneof({ weight: 3, arbitrary: text }, fc.integer(), number, fc.boolean(), fc.constantFrom(null, undefined));
const { value } = fc.letrec<{ value: unknown; map: Record<string, unknown>; list: unknown[] }>((tie) => ({
  value: fc.oneof({ depthSize: 'medium', withCrossShrink: true }, scalar, tie('map'), tie('list')),
  map: fc.dictionary(text, tie('value'), { maxKeys: 4 }),
  list: fc.array(tie('value'), { maxLength: 4 }),
}));

/** Texts that one reader or another takes for a number, a boolean, nothing, a time, or syntax. */
const DISPUTED = [
  '0o7 -0o17 +0o7 0O7 0x1F 0X1F 0b11 0B11 1_000 0_7 0_o7 1_e3 0o 0x 08 010 0777 12:30:45 1:20 190:20:30.15',
  '.5 5. 1e3 1E3 12e03 +1 -1 1. .inf -.INF .nan 0.1.0 yes No on OFF y n true NULL null ~ = << 2026-11-21 2026-1-2 2001-12-14t21:59:43Z',
].flatMap((texts) => texts.split(' '));

/** Does kubectl take a scalar for a number? Go's ParseInt with any prefix, or a float, once the underscores are gone. */
const isNumberToGo = (plain: string): boolean =>
  /^[-+.\d]/.test(plain) && /^[-+]?(0[xob][\da-f]+|\d+|(\d*\.\d+|\d+\.?)(e[-+]?\d+)?)$/i.test(plain.replaceAll('_', ''));

describe('the YAML writer', () => {
  it('writes any JSON as cdk8s does, byte for byte', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 3 }), (documents) => {
        expect(yamlWriter()(documents)).toBe(Yaml.stringify(...documents));
      }),
      { numRuns: 500 },
    );
  });

  it('remembers nothing that depends on the place', () => {
    const write = yamlWriter();
    fc.assert(
      fc.property(value, (document) => {
        expect(write([document])).toBe(Yaml.stringify(document));
      }),
      { numRuns: 200 },
    );
  });

  it.each(DISPUTED)('writes a text that readers disagree about so that all read it: %j', (disputed) => {
    const written = yamlWriter()([{ value: disputed, list: [disputed], [disputed]: { [disputed]: 1, '07:': disputed } }]);
    const same = { value: disputed, list: [disputed], [disputed]: { [disputed]: 1, '07:': disputed } };
    expect(load(written)).toEqual(same);
    expect(load(written, { schema: YAML11_SCHEMA })).toEqual(same);
    expect(isNumberToGo(yamlWriter()([{ k: disputed }]).slice('k: '.length, -1))).toBe(false);
  });

  it('writes what reads back as the same', () => {
    const documents = [{ a: { b: ['x', { c: 'two\nlines', d: [] }, {}] } }, { '0775': '0775', yes: true }];
    expect(yamlWriter()(documents)).toBe(
      'a:\n  b:\n    - x\n    - c: |-\n        two\n        lines\n      d: []\n    - {}\n---\n"0775": "0775"\n"yes": true\n',
    );
  });
});
