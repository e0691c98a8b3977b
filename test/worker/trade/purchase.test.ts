import { describe, expect, it } from '@jest/globals';
import { advance, pauseBefore, resumed, wayOf, type News, type OpenPurchase, type PurchaseState } from '../../../worker/trade/purchase.ts';

const NEWS = ['unreached', 'silence', 'refused', 'forgotten', 'not-made', 'late', { sold: 3 }] as const satisfies readonly News[];
const nothing: PurchaseState = { is: 'ended', bought: 0 };
const three: PurchaseState = { is: 'ended', bought: 3 };
const asking: OpenPurchase = { is: 'asking' };
const cancelling: OpenPurchase = { is: 'cancelling' };
const forgotten: PurchaseState = { is: 'in-doubt', reason: 'forgotten' };
const foreign: PurchaseState = { is: 'in-doubt', reason: 'foreign' };

describe('a purchase', () => {
  it.each([
    ['fresh', nothing, asking, nothing, forgotten, cancelling, nothing, three],
    ['foreign', nothing, foreign, nothing, foreign, foreign, foreign, three],
    ['asking', asking, asking, nothing, forgotten, cancelling, cancelling, three],
    ['cancelling', cancelling, cancelling, cancelling, forgotten, cancelling, cancelling, three],
  ] as const)('that is %s moves by one written rule', (is, ...expected) => {
    expect(NEWS.map((news) => advance({ is }, news))).toEqual(expected);
  });

  it.each([[nothing], [three], [forgotten], [foreign]])('that has come to %j stays so', (end) => {
    expect(NEWS.map((news) => advance(end, news))).toEqual(NEWS.map(() => end));
  });

  it('found after a restart may have been sold', () => {
    const found = (seller: string | null, doubt: string | null) => resumed({ seller, doubt });
    expect([found('books', null), found('books', 'late'), found('books', 'forgotten'), found(null, null), found(null, 'foreign')]).toEqual([
      asking,
      cancelling,
      forgotten,
      foreign,
      foreign,
    ]);
  });

  it('is tried again after up to 100 ms, then up to twice as long, up to 10 s', () => {
    expect([0, 1, 2, 6, 7, 500].map((attempt) => pauseBefore(asking, attempt, () => 1))).toEqual([100, 200, 400, 6_400, 10_000, 10_000]);
    expect(pauseBefore(asking, 3, () => 0)).toBe(0);
  });

  it('is cancelled ever more rarely, up to once an hour', () => {
    expect([0, 1, 9, 500].map((attempt) => pauseBefore(cancelling, attempt, () => 1))).toEqual([10_000, 20_000, 3_600_000, 3_600_000]);
  });

  it('goes to the known address, and every other time through the store', () => {
    expect([0, 1, 2, 3].map((attempt) => wayOf(attempt, '10.0.0.1:8080'))).toEqual(['address', 'store', 'address', 'store']);
    expect([0, 1].map((attempt) => wayOf(attempt, null))).toEqual(['store', 'store']);
  });
});
