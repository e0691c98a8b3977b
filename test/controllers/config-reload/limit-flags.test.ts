import { describe, expect, it } from '@jest/globals';
import { rate, share, shareOfGroup } from '../../../controllers/config-reload/limit-flags.ts';

const rateOf = (given: string) => rate({ fallback: 'none', help: '' }).parse(given, undefined);
const shareOf = (given: string) => share({ fallback: '1', help: '' }).parse(given, undefined);

describe('a rate', () => {
  it.each([
    ['10/100ms', { count: 10, perMs: 100 }],
    ['30/1m', { count: 30, perMs: 60_000 }],
    ['30/m', { count: 30, perMs: 60_000 }],
    ['none', undefined],
  ])('%s', (given, expected) => expect(rateOf(given)).toEqual(expected));

  it.each(['', '0/1s', '10', '10/', '10/0s', '-1/1s', '1.5/1s', '10/week', '10/1s/1s'])('is not "%s"', (given) =>
    expect(() => rateOf(given)).toThrow('it is a number and a time, such as 100/1s or 30/1m, or none'),
  );
});

describe('a share of a group', () => {
  it.each([
    ['3', { count: 3 }],
    ['25%', { percent: 25 }],
    ['10,10%', { count: 10, percent: 10 }],
    ['100%', { percent: 100 }],
  ])('%s', (given, expected) => expect(shareOf(given)).toEqual(expected));

  it.each(['', '0', '0%', '101%', '10,', ',10%', '10,10', '10%,10', '-1', '10 %'])('is not "%s"', (given) =>
    expect(() => shareOf(given)).toThrow('it is a number of 1 or more, a percentage up to 100%, or both, such as 10,10%'),
  );

  it.each([
    ['3', 500, 3],
    ['25%', 10, 3],
    ['1%', 1, 1],
    ['10,10%', 5, 10],
    ['10,10%', 500, 50],
  ])('%s of %d is %d', (given, size, expected) => expect(shareOfGroup(shareOf(given), size)).toBe(expected));
});
