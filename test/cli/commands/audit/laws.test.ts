import { describe, expect, it } from '@jest/globals';
import { parseBooks, type AuditedBooks } from '../../../../cli/commands/audit/books.ts';
import { audit } from '../../../../cli/commands/audit/laws.ts';

const good = (unlike: object = {}) => ({ produced: 0, bought: 0, consumed: 0, sold: 0, stock: 0, inDoubt: 0, ...unlike });
const books = (id: string, goods: AuditedBooks['goods'], others: AuditedBooks['with'] = {}): AuditedBooks => ({
  id,
  pod: `pod-${id}`,
  goods,
  with: others,
});
const trade = (unlike: object) => ({ sold: 0, bought: 0, open: 0, ...unlike });
const still = (...all: readonly AuditedBooks[]) => audit({ before: all, middle: all, after: all });
const texts = (found: ReturnType<typeof audit>) => found.breaches.map(({ text }) => text);

describe('the laws of the books', () => {
  it('hold where every good balances and both sides of every trade agree', () => {
    const seller = books('s', { wood: good({ produced: 10, sold: 4, stock: 6 }) }, { b: { wood: trade({ sold: 4 }) } });
    const buyer = books(
      'b',
      { wood: good({ bought: 4, consumed: 3, stock: 1 }), axe: good({ produced: 1, stock: 1 }) },
      { s: { wood: trade({ bought: 4 }) } },
    );
    expect(still(seller, buyer)).toEqual({ breaches: [], departed: {}, open: {}, inDoubt: {} });
  });

  it('name a good that does not balance', () =>
    expect(texts(still(books('s', { wood: good({ produced: 10, sold: 4, stock: 5 }) })))).toEqual([
      'pod-s: wood: produced 10 + bought 0 - consumed 0 - sold 4 = 6, and its stock is 5',
    ]));

  it('name what is negative', () =>
    expect(texts(still(books('s', { wood: good({ produced: 1, consumed: 3, stock: -2 }) })))).toEqual(['pod-s: wood: stock is -2']));

  const pair = (sold: number, bought: number, open = 0) => [
    books('s', { wood: good({ produced: 10, sold, stock: 10 - sold }) }, { b: { wood: trade({ sold }) } }),
    books('b', { wood: good({ bought, stock: bought }) }, { s: { wood: trade({ bought, open }) } }),
  ];

  it.each([
    [4, 5, 0, 'pod-s sold 4 wood to pod-b, which bought 5'],
    [5, 4, 0, 'pod-s sold 5 wood to pod-b, which bought 4'],
    [9, 4, 4, 'pod-s sold 9 wood to pod-b, which bought 4 and has 4 open'],
  ])('name a pair that disagrees: sold %d, bought %d, open %d', (sold, bought, open, text) =>
    expect(texts(still(...pair(sold, bought, open)))).toEqual([text]),
  );

  it('let a purchase that is open be sold, or not yet', () =>
    expect([texts(still(...pair(4, 4, 4))), texts(still(...pair(8, 4, 4)))]).toEqual([[], []]));

  it('are not broken by trade that goes on between the readings', () => {
    const [, buyerBefore] = pair(4, 4);
    const [seller] = pair(6, 6);
    const [, buyerAfter] = pair(9, 9);
    if (!seller || !buyerBefore || !buyerAfter) throw new Error('no books');
    expect(texts(audit({ before: [buyerBefore], middle: [seller], after: [buyerAfter] }))).toEqual([]);
  });

  it('count what departed books gave and took, what is open and what is in doubt, apart', () => {
    const one = books(
      'b',
      { wood: good({ bought: 4, sold: 1, stock: 3, inDoubt: 2 }) },
      { gone: { wood: trade({ bought: 4, sold: 1, open: 2 }) } },
    );
    expect(still(one)).toEqual({
      breaches: [],
      departed: { wood: { soldToThem: 1, boughtFromThem: 4 } },
      open: { wood: 2 },
      inDoubt: { wood: 2 },
    });
  });
});

it.each([
  '',
  '{}',
  '[]',
  '{"version":2,"id":"a","pod":"p","goods":{},"with":{}}',
  '{"version":1,"id":"a","pod":"p","goods":{"wood":{"produced":"1"}},"with":{}}',
  '{"version":1,"id":"a","pod":"p","goods":{},"with":{"b":{"wood":{"sold":1}}}}',
])('reads no books from %s', (text) => expect(parseBooks(text)).toBeUndefined());
