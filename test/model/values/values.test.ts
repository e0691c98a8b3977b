import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { load } from 'js-yaml';
import { renderDirections } from '../../../model/directions.ts';
import { placedShops, type Realm } from '../../../model/realm.ts';
import { realmProblems } from '../../../model/checks/realm-problems.ts';
import { shopDirections } from '../../../model/shop-directions.ts';
import { realmFromValues } from '../../../model/values/values.ts';
import { realm as sample } from '../../../realm.ts';
import { someDirections } from '../random-directions.ts';

/** The values that the seed's chart comes with; its directions have their inputs under the key that its worker reads. */
const SAMPLE = `
kingdoms:
  - name: kingdom-of-foobar
    towns:
      - name: simple-town
        shops:
          - type: woodworker
            replicas: 1
            directions: [{ product: wood, amount: 10, minimum: 1, interval: 5 }]
          - type: stoneworker
            replicas: 1
            directions: [{ product: stone, amount: 3, minimum: 1, interval: 5 }]
          - type: ironworker
            replicas: 1
            directions:
              - product: iron
                productInputList:
                  - { product: stone, store: http://stoneworker, amount: 3 }
                  - { product: wood, store: http://woodworker, amount: 10 }
                amount: 1
                minimum: 1
                interval: 10
          - type: craftsman
            replicas: 1
            directions:
              - product: axe
                productInputList:
                  - { product: wood, store: http://woodworker, amount: 8 }
                  - { product: iron, store: http://ironworker, amount: 4 }
                amount: 1
                minimum: 1
                interval: 15
`;
const read = (data: unknown): Realm => {
  const result = realmFromValues(data, 'sample');
  if (!result.ok) throw new Error(result.problems.join('\n'));
  return result.value;
};
const problems = (data: unknown) => {
  const result = realmFromValues(data, 'sample');
  return result.ok ? [] : result.problems;
};
const wood = (unlike: object = {}) => ({ product: 'wood', amount: 1, minimum: 0, interval: 5, ...unlike });
const buying = (store: string) => wood({ product: 'table', productInputList: [{ product: 'wood', store, amount: 1 }] });
const oneShop = (shop: unknown) => ({ kingdoms: [{ name: 'k', towns: [{ name: 't', shops: [shop] }] }] });
const suppliers = (realm: Realm) =>
  placedShops(realm).flatMap(({ shop }) =>
    shop.makes.flatMap(({ inputs }) => inputs.map(({ from }) => `${shop.name} <- ${from.shop}.${from.kingdom}`)),
  );

describe('values.yaml', () => {
  it('of the seed is the realm of this repository, but for the number of its workers', () => {
    const said = JSON.parse(JSON.stringify(sample), (key, value: unknown) =>
      key === 'shops' && Array.isArray(value) ? value.map((shop: object) => Object.assign({}, shop, { replicas: 1 })) : value,
    ) as Realm;
    expect(read(load(SAMPLE))).toEqual(said);
    expect(realmProblems(read(load(SAMPLE)))).toEqual([]);
  });

  it('may leave the number of workers to demand', () => {
    const [placed] = placedShops(read(oneShop({ type: 'x', replicas: { from: 1, to: 5 }, directions: [wood()] })));
    expect(placed?.shop.replicas).toEqual({ from: 1, to: 5 });
  });

  it('keeps its directions, to the byte', () =>
    fc.assert(
      fc.property(someDirections, (directions) => {
        const [placed] = placedShops(read({ kingdoms: [{ name: 'home', towns: [{ name: 't', shops: [{ type: 'shop', directions }] }] }] }));
        expect(placed && renderDirections(shopDirections('home', placed.shop))).toBe(renderDirections(directions));
      }),
    ));

  it('never makes the reader throw, whatever it holds', () => {
    fc.assert(fc.property(fc.anything(), (data) => void realmFromValues(data, 'x')));
    const keys = fc.constantFrom(
      'kingdoms',
      'name',
      'towns',
      'shops',
      'type',
      'replicas',
      'directions',
      'product',
      'productInputList',
      'store',
      'amount',
      'maximum',
    );
    fc.assert(
      fc.property(keys, fc.jsonValue(), (spoilt, value) => {
        const data: unknown = JSON.parse(JSON.stringify(load(SAMPLE)), (key, kept: unknown) => (key === spoilt ? value : kept));
        const result = realmFromValues(data, 'x');
        if (result.ok) realmProblems(result.value);
        else expect(result.problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the shops of values.yaml', () => {
  const twice = {
    kingdoms: [
      {
        name: 'k',
        towns: [
          {
            name: 'north',
            shops: [
              { type: 'woodworker', directions: [wood()] },
              { type: 'carpenter', directions: [buying('http://woodworker')] },
            ],
          },
          {
            name: 'south',
            shops: [
              { type: 'woodworker', directions: [wood()] },
              { type: 'turner', directions: [buying('http://woodworker/')] },
            ],
          },
          { name: 'east', shops: [{ type: 'cooper', directions: [buying('http://woodworker-south')] }] },
        ],
      },
      {
        name: 'l',
        towns: [{ name: 'north', shops: [{ type: 'joiner', directions: [buying('http://woodworker-north.k.svc.cluster.local')] }] }],
      },
    ],
  };
  it('are called after their type, and after their town where the kingdom has the type twice', () =>
    expect(placedShops(read(twice)).map(({ shop }) => `${shop.name}: ${shop.type}`)).toEqual([
      'woodworker-north: woodworker',
      'carpenter: carpenter',
      'woodworker-south: woodworker',
      'turner: turner',
      'cooper: cooper',
      'joiner: joiner',
    ]));
  it('buy in their own town first, or from the shop that they name', () => {
    expect(suppliers(read(twice))).toEqual([
      'carpenter <- woodworker-north.k',
      'turner <- woodworker-south.k',
      'cooper <- woodworker-south.k',
      'joiner <- woodworker-north.k',
    ]);
    expect(realmProblems(read(twice))).toEqual([]);
  });
  it('say which of two shops they mean where neither is near', () => {
    const [kingdom] = twice.kingdoms;
    const far = {
      kingdoms: [
        kingdom,
        { name: 'l', towns: [{ name: 'north', shops: [{ type: 'joiner', directions: [buying('http://woodworker.k')] }] }] },
      ],
    };
    expect(problems(far)).toEqual([
      'kingdoms[1].towns[0].shops[0].directions[0].productInputList[0].store: is "http://woodworker.k", and k has 2 shops of that type: say which one: http://woodworker-north.k or http://woodworker-south.k',
    ]);
  });
  it('buy from shops: another address is no store', () =>
    expect(problems(oneShop({ type: 'x', directions: [buying('https://example.com:8443')] }))).toEqual([
      'kingdoms[0].towns[0].shops[0].directions[0].productInputList[0].store: is "https://example.com:8443": give http://<shop>, or http://<shop>.<kingdom> for a shop of another kingdom',
    ]));
  it('that buy from nobody are left to the checks of the realm', () =>
    expect(realmProblems(read(oneShop({ type: 'x', directions: [buying('http://woodwrker')] })))).toEqual([
      { where: 'k/t/x', what: 'buys wood from "woodwrker", which does not exist', remedy: 'no shop of the realm makes it: add one' },
    ]));
});

describe('a mistake in values.yaml', () => {
  const place = 'kingdoms[0].towns[0].shops[0]';
  it.each<[unknown, string]>([
    [null, 'values: is null: give an object with kingdoms'],
    [{}, 'kingdoms: is missing: give a list of kingdoms'],
    [{ kingdoms: [] }, 'kingdoms: is an empty list: give a list of kingdoms'],
    [{ kingdoms: [{ name: 'k', towns: {} }] }, 'kingdoms[0].towns: is an object: give a list of towns'],
    [
      { kingdoms: [{ name: 7, towns: [{ name: 't', shops: [{ type: 'x', directions: [wood()] }] }] }] },
      'kingdoms[0].name: is 7: give text',
    ],
    [{ ...oneShop({ type: 'x', directions: [wood()] }), image: 'x' }, 'image: is unknown here: the keys are kingdoms'],
    [oneShop('woodworker'), `${place}: is "woodworker": give an object with type and directions`],
    [oneShop({ name: 'x', type: 'x', directions: [wood()] }), `${place}.name: is unknown here: write type`],
    [oneShop({ type: 'x', replicas: -1, directions: [wood()] }), `${place}.replicas: is -1: give a whole number from 0 to 10,000`],
    [
      oneShop({ type: 'x', replicas: { from: 2, to: 1 }, directions: [wood()] }),
      `${place}.replicas: is from 2 to 1: give a "to" that is not below "from"`,
    ],
    [
      oneShop({ type: 'x', replicas: { from: 1, to: '5' }, directions: [wood()] }),
      `${place}.replicas.to: is "5": give a whole number from 1 to 1,000`,
    ],
    [
      oneShop({ type: 'x', replicas: { minReplicas: 1, from: 1, to: 5 }, directions: [wood()] }),
      `${place}.replicas.minReplicas: is unknown here: write from`,
    ],
    [
      oneShop({ type: 'x', replicas: null, directions: [wood()] }),
      `${place}.replicas: is null: give a whole number, or the range that demand may choose from: { from: 1, to: 5 }`,
    ],
    [oneShop({ type: 'x' }), `${place}.directions: is missing: give a list of directions`],
    [
      oneShop({ type: 'x', directions: [wood({ amount: 0 })] }),
      `${place}.directions[0].amount: is 0: give a whole number from 1 to 1,000,000`,
    ],
    [
      oneShop({ type: 'x', directions: [wood({ interval: '5' })] }),
      `${place}.directions[0].interval: is "5": give seconds from 0.001 to 86,400, at most three decimals`,
    ],
    [
      oneShop({ type: 'x', directions: [wood({ productInputs: [] })] }),
      `${place}.directions[0].productInputs: is unknown here: write productInputList`,
    ],
    [oneShop({ type: 'x', directions: [{ ...wood(), Amount: 1 }] }), `${place}.directions[0].Amount: is unknown here: write amount`],
    [
      oneShop({ type: 'x', directions: [wood(), wood()] }),
      `${place}.directions[1].product: "wood" is made by ${place}.directions[0] already: write one direction per good`,
    ],
  ])('is told by its path: %#', (data, line) => expect(problems(data)).toEqual([line]));

  it('is told with all others', () => expect(problems(oneShop({ replicas: 0.5, directions: [{}] }))).toHaveLength(6));
});
