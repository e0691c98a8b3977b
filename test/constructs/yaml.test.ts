import { describe, expect, it } from '@jest/globals';
import { Yaml } from 'cdk8s';
import * as fc from 'fast-check';
import { yamlWriter } from '../../constructs/yaml.ts';

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
const text = fc.oneof(
  awkward,
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ maxLength: 40 }),
  fc.stringMatching(/^[ab:#'"\n -]{0,12}$/),
);
/** JSON knows one zero. */
const number = fc.double().map((count) => (count === 0 ? 0 : count));
const scalar = fc.oneof({ weight: 3, arbitrary: text }, fc.integer(), number, fc.boolean(), fc.constantFrom(null, undefined));
const { value } = fc.letrec<{ value: unknown; map: Record<string, unknown>; list: unknown[] }>((tie) => ({
  value: fc.oneof({ depthSize: 'medium', withCrossShrink: true }, scalar, tie('map'), tie('list')),
  map: fc.dictionary(text, tie('value'), { maxKeys: 4 }),
  list: fc.array(tie('value'), { maxLength: 4 }),
}));

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

  it('writes what reads back as the same', () => {
    const documents = [{ a: { b: ['x', { c: 'two\nlines', d: [] }, {}] } }, { '0775': '0775', yes: true }];
    expect(yamlWriter()(documents)).toBe(
      'a:\n  b:\n    - x\n    - c: |-\n        two\n        lines\n      d: []\n    - {}\n---\n"0775": "0775"\n"yes": true\n',
    );
  });
});
