import { describe, expect, it } from '@jest/globals';
import { parseBooks, type WorkerBooks, type GoodBooks, type PartnerTrade } from '../../../../kube/books/worker-books.ts';
import { audit, sharedBooks } from '../../../../cli/commands/audit/laws.ts';

const good = (unlike: object = {}) => ({ produced: 0, bought: 0, consumed: 0, sold: 0, stock: 0, inDoubt: 0, ...unlike });
type Named<T> = Readonly<Record<string, T>>;
const books = (
  id: string,
  goods: Named<GoodBooks>,
  partners: Named<Named<PartnerTrade>> = {},
  others: Named<PartnerTrade> = {},
): WorkerBooks => ({
  id,
  pod: `pod-${id}`,
  goods: new Map(Object.entries(goods)),
  with: new Map(Object.entries(partners).map(([partner, trades]) => [partner, new Map(Object.entries(trades))])),
  others: new Map(Object.entries(others)),
});
const trade = (unlike: object) => ({ sold: 0, bought: 0, open: 0, ...unlike });
const still = (...all: readonly WorkerBooks[]) => audit({ before: all, middle: all, after: all });
const texts = (found: ReturnType<typeof audit>) => found.breaches.map(({ text }) => text);

describe('the laws of the books', () => {
  it('hold where every good balances and both sides of every trade agree', () => {
    const seller = books('s', { wood: good({ produced: 10, sold: 4, stock: 6 }) }, { b: { wood: trade({ sold: 4 }) } });
    const buyer = books(
      'b',
      { wood: good({ bought: 4, consumed: 3, stock: 1 }), axe: good({ produced: 1, stock: 1 }) },
      { s: { wood: trade({ bought: 4 }) } },
    );
    expect(still(seller, buyer)).toEqual({ breaches: [], departed: new Map(), inherited: new Map(), open: new Map(), inDoubt: new Map() });
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

  it('name pairs in the order of the books, whichever of the two knows of the trade', () => {
    const seller = books('s', { wood: good({ produced: 9, sold: 2, stock: 7 }) }, { c: { wood: trade({ sold: 2 }) } });
    const [knows, knowsNot] = ['b', 'c'].map((id, place) => books(id, {}, place === 0 ? { s: { wood: trade({ bought: 1 }) } } : {})) as [
      WorkerBooks,
      WorkerBooks,
    ];
    const each = ['pod-s sold 0 wood to pod-b, which bought 1', 'pod-s sold 2 wood to pod-c, which bought 0'];
    expect(texts(still(seller, knows, knowsNot))).toEqual(each);
    expect(texts(still(seller, knowsNot, knows))).toEqual(each.toReversed());
  });

  it('are checked with the partners that books name, and not with everybody', () => {
    let looks = 0;
    class Counted extends Map<string, ReadonlyMap<string, PartnerTrade>> {
      override get(partner: string) {
        looks += 1;
        return super.get(partner);
      }
    }
    const count = 300;
    const ring = Array.from({ length: count }, (_, at): WorkerBooks => {
      const [supplier, customer] = [`${(at + count - 1) % count}`, `${(at + 1) % count}`];
      const { goods, ...own } = books(`${at}`, { wood: good({ bought: 1, sold: 1 }) });
      const trades = [supplier, customer].map(
        (partner) => [partner, new Map([['wood', trade(partner === supplier ? { bought: 1 } : { sold: 1 })]])] as const,
      );
      return { ...own, goods, with: new Counted(trades) };
    });
    expect(texts(still(...ring))).toEqual([]);
    expect(looks).toBeLessThan(10 * count);
  });

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
      departed: new Map([['wood', { soldToThem: 1, boughtFromThem: 4 }]]),
      inherited: new Map(),
      open: new Map([['wood', 2]]),
      inDoubt: new Map([['wood', 2]]),
    });
  });

  it('count as inherited what was bought of books that sold what the buyer makes itself', () => {
    const iron = good({ produced: 1, bought: 5, consumed: 0, stock: 6 });
    const wood = good({ bought: 30, stock: 30 });
    const heir = books(
      'h',
      { iron, wood },
      { sibling: { iron: trade({ bought: 5 }), wood: trade({ bought: 8 }) }, supplier: { wood: trade({ bought: 22 }) } },
    );
    expect(still(heir).inherited).toEqual(
      new Map([
        ['iron', 5],
        ['wood', 8],
      ]),
    );
  });

  it('let what a shop no longer keeps apart explain what is missing, and count it with the departed', () => {
    const goods = { wood: good({ produced: 9, sold: 7, stock: 2 }) };
    const seller = (summedUp: number) => books('s', goods, { b: { wood: trade({ sold: 2 }) } }, { wood: trade({ sold: summedUp }) });
    const buyer = books('b', { wood: good({ bought: 5, stock: 5 }) }, { s: { wood: trade({ bought: 5 }) } });
    expect(texts(still(seller(3), buyer))).toEqual([]);
    expect(texts(still(seller(2), buyer))).toEqual(['pod-s sold 2 wood to pod-b, which bought 5']);
    expect(still(seller(3), buyer).departed).toEqual(new Map([['wood', { soldToThem: 3, boughtFromThem: 0 }]]));
    const later = books(
      'b',
      { wood: good({ bought: 9, stock: 9 }) },
      { s: { wood: trade({ bought: 1 }) } },
      { wood: trade({ bought: 3, open: 1 }) },
    );
    const sold = (count: number) =>
      books('s', { wood: good({ produced: 9, sold: count, stock: 9 - count }) }, { b: { wood: trade({ sold: count }) } });
    expect(texts(still(sold(5), later))).toEqual([]);
    expect(texts(still(sold(6), later))).toEqual(['pod-s sold 6 wood to pod-b, which bought 1']);
  });

  it.each(['__proto__', 'constructor', 'toString'])('count a good called %s like any other', (name) => {
    const page = (text: string) => {
      const read = parseBooks(text.replaceAll('NAME', name));
      if (read === undefined) throw new Error('these are books');
      return read;
    };
    const one = page(
      '{"version":1,"id":"s","pod":"p","goods":{"NAME":{"produced":3,"bought":0,"consumed":0,"sold":2,"stock":1,"inDoubt":4}},' +
        '"with":{"NAME":{"NAME":{"sold":2,"bought":0,"open":4}}}}',
    );
    expect(still(one)).toEqual({
      breaches: [],
      departed: new Map([[name, { soldToThem: 2, boughtFromThem: 0 }]]),
      inherited: new Map(),
      open: new Map([[name, 4]]),
      inDoubt: new Map([[name, 4]]),
    });
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('do not let two pods show the same books', () =>
    expect(
      sharedBooks([
        { pod: 'k/one', books: 'a' },
        { pod: 'k/two', books: 'b' },
        { pod: 'k/three', books: 'a' },
      ]),
    ).toEqual([{ law: 'identity', text: 'k/one and k/three show the same books, a' }]));
});

it.each([
  '',
  '{}',
  '[]',
  '{"version":2,"id":"a","pod":"p","goods":{},"with":{}}',
  '{"version":1,"id":"a","pod":"p","goods":{"wood":{"produced":"1"}},"with":{}}',
  '{"version":1,"id":"a","pod":"p","goods":{},"with":{"b":{"wood":{"sold":1}}}}',
  '{"version":1,"id":"a","pod":"p","goods":{},"with":{"b":null}}',
  '{"version":1,"id":"a","pod":"p","goods":{},"with":{},"others":{"wood":{"sold":1}}}',
  '{"version":1,"id":"a","pod":"p","goods":{},"with":{},"next":7}',
  '{"version":1,"id":"a","pod":"p","with":{}}',
  'null',
])('reads no books from %s', (text) => expect(parseBooks(text)).toBeUndefined());
