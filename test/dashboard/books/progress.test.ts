import { describe, expect, it } from '@jest/globals';
import { ANYBODY, booksReading, moveKey, progressBetween } from '../../../dashboard/books/progress.ts';
import { booksPage, type BooksFacts } from './books-page.ts';

const SHOPS = new Map([
  ['s1', 'one/stone'],
  ['w1', 'one/wood'],
  ['w2', 'one/wood'],
]);
interface Times {
  readonly ms?: number;
  readonly wallMs?: number;
}
function between(before: BooksFacts, now: BooksFacts, { ms = 10_000, wallMs = ms }: Times = {}) {
  const progress = progressBetween(booksReading(booksPage(before), 0, 0), booksReading(booksPage(now), ms, wallMs), (id) => SHOPS.get(id));
  return progress && { seconds: progress.seconds, moves: Object.fromEntries(progress.moves) };
}

describe('what has moved between two readings', () => {
  it('is how much the counts have grown, and in how many seconds', () =>
    expect(
      between(
        { sales: 5, goods: { wood: { produced: 100, sold: 20 }, iron: { bought: 8, consumed: 4 } } },
        { sales: 7, goods: { wood: { produced: 120, sold: 30 }, iron: { bought: 8, consumed: 8 } } },
      ),
    ).toEqual({ seconds: 10, moves: { [moveKey('made', 'wood')]: 20, [moveKey('used', 'iron')]: 4, [moveKey('sales')]: 2 } }));

  it('leads a purchase to the shop whose books it was made of, all its workers together', () =>
    expect(
      between(
        { goods: { wood: { bought: 10 } }, bought: { w1: { wood: 10 } } },
        { goods: { wood: { bought: 16 } }, bought: { w1: { wood: 12 }, w2: { wood: 3 }, gone: { wood: 1 } } },
      )?.moves,
    ).toEqual({ [moveKey('bought', 'wood', 'one/wood')]: 5, [moveKey('bought', 'wood', ANYBODY)]: 1 }));

  it('never says that more was bought of a shop than was bought', () =>
    expect(
      between({ goods: { wood: { bought: 10 } } }, { goods: { wood: { bought: 13 } }, bought: { w1: { wood: 100 }, s1: { wood: 100 } } })
        ?.moves,
    ).toEqual({ [moveKey('bought', 'wood', 'one/wood')]: 3 }));

  it('does not take for new a partner that was on another page before', () =>
    expect(
      between(
        { goods: { wood: { bought: 50 } }, bought: { s1: { wood: 1 } }, next: 's1' },
        { goods: { wood: { bought: 52 } }, bought: { s1: { wood: 1 }, w1: { wood: 49 } }, next: 'w1' },
      )?.moves,
    ).toEqual({ [moveKey('bought', 'wood', ANYBODY)]: 2 }));

  it.each<[string, BooksFacts, BooksFacts, Times]>([
    ['other books', { id: 'a', goods: { wood: { produced: 100 } } }, { id: 'b', goods: { wood: { produced: 3 } } }, {}],
    ['the same books with less in them', { goods: { wood: { produced: 100 } } }, { goods: { wood: { produced: 3 } } }, {}],
    ['fewer sales', { sales: 9 }, { sales: 1 }, {}],
    ['a machine that slept', {}, {}, { wallMs: 3_600_000 }],
    ['a clock that was set back', {}, {}, { wallMs: -3_600_000 }],
    ['two readings at one moment', {}, {}, { ms: 0 }],
  ])('cannot be told of %s', (_, before, now, times) => expect(between(before, now, times)).toBeUndefined());
});
