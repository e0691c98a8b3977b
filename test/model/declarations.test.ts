import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { minutes, seconds } from '../../model/duration.ts';
import { placedShops, type Realm } from '../../model/realm.ts';
import { kingdom, realmOf, town } from '../../model/realm-of.ts';
import { realmProblems } from '../../model/checks/realm-problems.ts';
import { buys, make, shop, type ShopDeclaration } from '../../model/shop.ts';

const wood = make('wood', { amount: 10, every: seconds(5), minimum: 1 });
const bark = make('bark', { amount: 1, every: minutes(1), minimum: 0 });
const woodworker = shop('woodworker', wood);
const realmWith = (...shops: readonly ShopDeclaration[]) => realmOf('sample', kingdom('k', town('t', ...shops)));
const mistakes = (realm: Realm) => realmProblems(realm).map(({ what }) => what);

// Each of these lines is checked by tsc: an error that is expected and does not come is an error. What plain
// JavaScript can still do wrong is found when the realm is checked.
describe('what does not compile', () => {
  it('is a purchase of what a shop does not make', () => {
    // @ts-expect-error a woodworker makes wood
    const bought = woodworker.sells('stone', 3);
    expect(
      mistakes(realmWith(woodworker, shop('mason', make('wall', { amount: 1, every: seconds(1), minimum: 0, from: [bought] })))),
    ).toEqual(['buys stone from woodworker, which makes wood']);
  });

  it('is that of a third good from a shop that makes two', () => {
    const mill = shop('mill', { type: 'sawmill' }, wood, bark);
    expect([mill.sells('wood', 1).good, mill.sells('bark', 1).good]).toEqual(['wood', 'bark']);
    // @ts-expect-error a mill makes wood and bark
    expect(mill.sells('resin', 1).good).toBe('resin');
  });

  it('is a bare number as a time', () => {
    // @ts-expect-error seconds or minutes?
    const hasty = make('wood', { amount: 1, every: 5, minimum: 0 });
    expect(mistakes(realmWith(shop('woodworker', hasty)))).toEqual(['time from turn to turn of wood is NaN']);
  });

  it('is a direction without a minimum', () => {
    // @ts-expect-error what is kept must be said
    const careless = make('wood', { amount: 1, every: seconds(5) });
    expect(mistakes(realmWith(shop('woodworker', careless)))).toEqual(['minimum of wood is missing']);
  });

  it('is a setting that there is not, or not so', () => {
    // @ts-expect-error it is called replicas
    shop('woodworker', { replica: 2 }, wood);
    // @ts-expect-error a number, or a range
    const many = shop('woodworker', { replicas: 'two' }, wood);
    // @ts-expect-error a range has two ends
    const open = shop('woodworker', { replicas: { from: 1 } }, wood);
    // @ts-expect-error one of three words
    const lazy = shop('woodworker', { pullPolicy: 'Sometimes' }, wood);
    expect([many, open, lazy].flatMap((declared) => mistakes(realmWith(declared)))).toEqual([
      'replicas is "two"',
      'replicas.to is missing',
      'pullPolicy is "Sometimes"',
    ]);
  });

  it('is a thing in the place of another', () => {
    // Only compiled: these are no realms, and nobody checks them.
    const wrong = () => [
      // @ts-expect-error a shop belongs in a town
      kingdom('k', woodworker),
      // @ts-expect-error a town belongs in a kingdom
      realmOf('r', town('t')),
      // @ts-expect-error a shop is a value, not its name
      town('t', 'woodworker'),
      // @ts-expect-error a purchase says how many of what
      make('iron', { amount: 1, every: seconds(1), minimum: 0, from: [woodworker] }),
      // @ts-expect-error and of how many
      buys('wood', 'woodworker'),
    ];
    expect(wrong).toBeInstanceOf(Function);
  });

  it('is a change to what was declared', () => {
    const { kingdoms } = realmWith(woodworker);
    // @ts-expect-error a realm is read-only
    const change = () => kingdoms.push({ name: 'l', towns: [] });
    expect(change).toBeInstanceOf(Function);
  });
});

describe('realmOf', () => {
  const smith = (supplier: ShopDeclaration<'wood'>) =>
    shop('smith', make('iron', { amount: 1, every: seconds(10), minimum: 1, from: [supplier.sells('wood', 2)] }));

  it('turns references into names: the kingdom is where the supplier stands', () => {
    const realm = realmOf('two', kingdom('k', town('t', woodworker)), kingdom('l', town('t', smith(woodworker))));
    expect(placedShops(realm).flatMap(({ shop: { makes } }) => makes.flatMap(({ inputs }) => inputs))).toEqual([
      { good: 'wood', amount: 2, from: { kingdom: 'k', shop: 'woodworker' } },
    ]);
  });

  it('keeps names as they are said, in the own kingdom unless another is named', () => {
    const buyer = shop(
      'smith',
      make('iron', {
        amount: 1,
        every: seconds(10),
        minimum: 1,
        from: [buys('wood', 2, 'mill'), buys('coal', 1, 'mine', { kingdom: 'l' })],
      }),
    );
    expect(placedShops(realmWith(buyer))[0]?.shop.makes[0]?.inputs.map(({ from }) => from)).toEqual([
      { kingdom: 'k', shop: 'mill' },
      { kingdom: 'l', shop: 'mine' },
    ]);
  });

  it('has a type that is the name, unless said', () =>
    expect(
      placedShops(realmWith(woodworker, shop('mill', { type: 'woodworker', replicas: 2 }, wood))).map(
        ({ shop: { name, type, replicas } }) => ({ name, type, replicas }),
      ),
    ).toEqual([
      { name: 'woodworker', type: 'woodworker', replicas: undefined },
      { name: 'mill', type: 'woodworker', replicas: 2 },
    ]));

  it('is plain data: it survives JSON, and the same declaration gives the same', () =>
    fc.assert(
      fc.property(
        fc.array(fc.record({ kingdom: fc.nat(2), amount: fc.integer({ min: 1, max: 9 }), buys: fc.nat() }), { minLength: 1, maxLength: 8 }),
        (drafts) => {
          const declare = () => {
            const shops: ShopDeclaration[] = [];
            drafts.forEach(({ amount, buys: from }, index) => {
              const supplier = shops[from % Math.max(1, index)];
              shops.push(
                shop(
                  `shop-${index}`,
                  make(`good-${index}`, {
                    amount,
                    every: seconds(1),
                    minimum: 0,
                    from: supplier ? [supplier.sells(supplier.name.replace('shop', 'good'), 1)] : [],
                  }),
                ),
              );
            });
            return realmOf(
              'r',
              ...['a', 'b', 'c'].map((name, of) => kingdom(name, town('t', ...shops.filter((_, index) => drafts[index]?.kingdom === of)))),
            );
          };
          const realm = declare();
          expect(JSON.parse(JSON.stringify(realm))).toEqual(realm);
          expect(declare()).toEqual(realm);
          // Every purchase leads to the shop that was meant, wherever it stands.
          const sellers = new Set(
            placedShops(realm).map(({ kingdom: { name }, shop: sold }) => `${name}/${sold.name}/${sold.makes[0]?.good}`),
          );
          for (const { shop: placed } of placedShops(realm))
            for (const { inputs } of placed.makes)
              for (const { good, from } of inputs) expect(sellers).toContain(`${from.kingdom}/${from.shop}/${good}`);
          expect(realm.misplaced).toBeUndefined();
        },
      ),
    ));
});

describe('a duration', () => {
  it('is whole milliseconds wherever three decimals say so', () =>
    expect([0.1 + 0.2, 1.1, 86_400, 0.001].map((count) => seconds(count).milliseconds)).toEqual([300, 1_100, 86_400_000, 1]));
  it('keeps what is finer, so that the checks can name it', () => expect(seconds(0.0005).milliseconds).toBe(0.5));
});
