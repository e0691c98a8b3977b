import { describe, expect, it } from '@jest/globals';
import { assert, double, property, string, stringMatching, tuple, uniqueArray } from 'fast-check';
import { askedText, readAsked } from '../../model/asked-text.ts';
import { SIGN_VALUE_LIMIT } from '../../model/keys.ts';

const good = stringMatching(/^[a-z][a-z0-9-]{0,61}[a-z0-9]$/);
const units = double({ min: 1 / 60, max: 1e9, noNaN: true });
const anyAsked = uniqueArray(tuple(good, units), { selector: ([name]) => name, maxLength: 12 }).map((entries) => new Map(entries));

describe('what outsiders ask, as the sign has it', () => {
  it('names the goods and how many a second, the most first', () =>
    expect(
      askedText(
        new Map([
          ['stone', 0.4],
          ['wood', 1.24],
          ['iron', 0],
          ['axe', 1 / 60],
          ['nail', 123.4],
        ]),
      ),
    ).toBe('nail 120, wood 1.2, stone 0.40, axe 0.017'));

  it('is empty where nothing is asked', () => expect([askedText(new Map()), askedText(new Map([['wood', 0]]))]).toEqual(['', '']));

  it('does not depend on the order in which goods are named', () => {
    const entries: readonly [string, number][] = [
      ['wood', 1],
      ['iron', 1],
    ];
    expect(askedText(new Map(entries))).toBe(askedText(new Map(entries.toReversed())));
  });

  it('leaves out what has no room, and keeps what has', () => {
    const long = 'a'.repeat(63);
    expect(
      askedText(
        new Map([
          [long, 5],
          ['wood', 1],
        ]),
      ),
    ).toBe('wood 1.0');
  });

  it('has room on the sign, and is read as it was written, to two digits', () =>
    assert(
      property(anyAsked, (asked) => {
        const text = askedText(asked);
        const read = readAsked(text);
        expect(text.length).toBeLessThanOrEqual(SIGN_VALUE_LIMIT);
        expect(read === undefined ? undefined : askedText(read)).toBe(text);
        for (const [name, found] of read ?? []) expect(found).toBe(Number(asked.get(name)?.toPrecision(2)));
      }),
    ));

  it.each([
    'wood',
    'wood 0',
    'wood -1',
    'wood 1e3',
    'wood NaN',
    'wood Infinity',
    'wood 1,stone 2',
    'wood 1, ',
    'wood 1, wood 2',
    'Wood 1',
    'wo/od 1',
    'wood 1.2\n',
    ' wood 1',
    `wood ${'9'.repeat(60)}`,
    `${'a'.repeat(63)} 1`,
    'wood 1, '.repeat(20),
  ])('is not read from %j', (text) => expect(readAsked(text)).toBeUndefined());

  it('throws at nothing', () => assert(property(string({ maxLength: 80 }), (text) => void readAsked(text))));
});
