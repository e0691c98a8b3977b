import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Direction } from '../../../model/directions.ts';
import { isReady, nextTurn, planTurn, saleOf, takenAt } from '../../../worker/production/rules.ts';

const iron = (unlike: Partial<Direction> = {}): Direction => ({
  product: 'iron',
  amount: 1,
  minimum: 1,
  interval: 10,
  productInputList: [
    { product: 'stone', store: 'http://stoneworker', amount: 3 },
    { product: 'wood', store: 'http://woodworker', amount: 10 },
  ],
  ...unlike,
});
const holding = (stock: Readonly<Record<string, number>>) => (good: string) => stock[good] ?? 0;

describe('a turn', () => {
  it('buys all that is short of one batch', () =>
    expect(planTurn(iron(), holding({ stone: 1, wood: 2 }))).toEqual({
      do: 'buy',
      missing: [
        { product: 'stone', store: 'http://stoneworker', amount: 2 },
        { product: 'wood', store: 'http://woodworker', amount: 8 },
      ],
    }));
  it('makes a batch once all inputs are there', () =>
    expect(planTurn(iron(), holding({ stone: 3, wood: 11 }))).toEqual({ do: 'make', consume: iron().productInputList, produce: 1 }));
  it('makes what is dug from the ground', () =>
    expect(planTurn(iron({ productInputList: undefined }), holding({}))).toEqual({ do: 'make', consume: [], produce: 1 }));
  it('rests, and buys nothing, when a batch would bring it above the maximum', () => {
    expect(planTurn(iron({ amount: 2, maximum: 5 }), holding({ iron: 4 }))).toEqual({ do: 'rest' });
    expect(planTurn(iron({ amount: 2, maximum: 5 }), holding({ iron: 3 })).do).toBe('buy');
  });
});

describe('the next turn', () => {
  it.each([
    [0, 5, 5],
    [5, 5, 10],
    [9.9, 5, 10],
    [4_000, 5, 4_005],
  ])('at %d s of a turn every %d s is at %d s', (now, every, next) => expect(nextTurn(5, every, now)).toBe(next));
  it('is later than now, at most one interval, and never off its beat', () =>
    fc.assert(
      fc.property(fc.nat(1e6), fc.integer({ min: 1, max: 1e5 }), fc.nat(1e9), (first, interval, now) => {
        const next = nextTurn(first, interval, now);
        return next > now || next === first ? (next - first) % interval === 0 && next - now <= Math.max(interval, first - now) : false;
      }),
    ));
});

describe('a turn that is due', () => {
  const buyer = { first: 10, interval: 10, buys: true };
  it.each([
    ['is taken at that time by who digs', 30, { ...buyer, buys: false }, 0, 30],
    ['is taken at that time the first time', 10, buyer, 0, 10],
    ['is taken up to half an interval sooner by who buys', 30, buyer, 0, 25],
    ['is taken up to half an interval later by who buys', 30, buyer, 1, 35],
  ])('%s', (_, due, rhythm, chance, at) => expect(takenAt(due, rhythm, chance)).toBe(at));
});

describe('a sale', () => {
  it.each([
    ['all that is wanted', 5, null, 6, 5],
    ['nothing of what the shop keeps', 5, null, 5, 0],
    ['the smaller lot, if it is enough', 5, 2, 4, 3],
    ['nothing where the smaller lot is too small', 5, 4, 4, 0],
    ['nothing while the shop is below its minimum', 1, 1, 0, 0],
  ])('gives %s', (_, quantity, least, stock, expected) => expect(saleOf({ quantity, least }, stock, 1)).toBe(expected));
});

describe('a shop', () => {
  it('is ready once it holds the minimum of all that it makes', () =>
    expect(
      [holding({}), holding({ iron: 1 }), holding({ iron: 1, gold: 2 })].map((stock) =>
        isReady([iron(), iron({ product: 'gold', minimum: 2 })], stock),
      ),
    ).toEqual([false, false, true]));
});
