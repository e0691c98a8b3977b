import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { parseDirections, renderDirections } from '../../model/directions.ts';
import { placedShops } from '../../model/realm.ts';
import { shopDirections } from '../../model/shop-directions.ts';
import { realm as sample } from '../../realm.ts';
import { someDirections } from './random-directions.ts';

const problems = (data: unknown) => {
  const result = parseDirections(JSON.stringify(data));
  return result.ok ? [] : result.problems;
};
const wood = (unlike: object = {}) => ({ product: 'wood', amount: 1, minimum: 0, interval: 5, ...unlike });

describe('directions.json', () => {
  it('is what the seed writes, key by key', () =>
    expect(placedShops(sample).map(({ kingdom, shop }) => renderDirections(shopDirections(kingdom.name, shop)))).toEqual([
      '[{"product":"wood","amount":10,"minimum":1,"interval":5}]',
      '[{"product":"stone","amount":3,"minimum":1,"interval":5}]',
      '[{"product":"iron","productInputList":[{"product":"stone","store":"http://stoneworker","amount":3},{"product":"wood","store":"http://woodworker","amount":10}],"amount":1,"minimum":1,"interval":10}]',
      '[{"product":"axe","productInputList":[{"product":"wood","store":"http://woodworker","amount":8},{"product":"iron","store":"http://ironworker","amount":4}],"amount":1,"minimum":1,"interval":15}]',
    ]));

  it('reads back as what was written', () =>
    fc.assert(
      fc.property(someDirections, (directions) =>
        expect(parseDirections(renderDirections(directions))).toEqual({ ok: true, value: directions }),
      ),
    ));

  it('is the same bytes after another round', () =>
    fc.assert(
      fc.property(someDirections, (directions) => {
        const text = renderDirections(directions);
        const read = parseDirections(text);
        expect(read.ok && renderDirections(read.value)).toBe(text);
      }),
    ));

  it('is never a reason to throw, whatever it holds', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseDirections(text)));
    fc.assert(fc.property(fc.json({ maxDepth: 4 }), (text) => void parseDirections(text)));
    fc.assert(
      fc.property(
        someDirections,
        fc.constantFrom('product', 'productInputList', 'amount', 'minimum', 'interval', 'maximum', 'other'),
        fc.jsonValue(),
        (directions, key, value) => {
          const result = parseDirections(JSON.stringify(directions.map((direction) => Object.assign({}, direction, { [key]: value }))));
          if (!result.ok) for (const problem of result.problems) expect(problem).toMatch(/^directions\[\d+\]\./);
        },
      ),
      {
        numRuns: 1_000,
        examples: [[[{ product: 'p', amount: 1, minimum: 0, interval: 1, maximum: 5 }], 'minimum', { toString: 'no function' }]],
      },
    );
  });
});

describe('a mistake in directions.json', () => {
  it.each<[unknown, string]>([
    [{}, 'directions: is an object: give a list of directions'],
    [[], 'directions: is an empty list: give a list of directions'],
    [['wood'], 'directions[0]: is "wood": give an object'],
    [[wood({ productInputs: [] })], 'directions[0].productInputs: is unknown here: write productInputList'],
    [[wood({ Amount: 2 })], 'directions[0].Amount: is unknown here: write amount'],
    [
      [wood({ constructor: 1 })],
      'directions[0].constructor: is unknown here: the keys are product, productInputList, amount, minimum, interval, maximum',
    ],
    [
      [wood({ product: 'Wood' })],
      'directions[0].product: "Wood" cannot be part of an annotation\'s name: use up to 63 lower-case letters, digits, "-", "_" or ".", first and last a letter or digit',
    ],
    [[wood({ minimum: null })], 'directions[0].minimum: is null: give a whole number from 0 to 1,000,000'],
    [[wood({ interval: 0 })], 'directions[0].interval: is 0: give seconds from 0.001 to 86,400, at most three decimals'],
    [[wood({ maximum: 0 })], 'directions[0].maximum: is 0: give a whole number from 1 to 1,000,000'],
    [
      [wood({ minimum: 5, maximum: 5 })],
      'directions[0].maximum: is 5, below minimum + amount, so that nothing could ever be sold: give at least 6',
    ],
    [[wood({ productInputList: 'http://x' })], 'directions[0].productInputList: is "http://x": give a list'],
    [
      [wood({ productInputList: [{ product: 'ore', store: 'woodworker', amount: 1 }] })],
      'directions[0].productInputList[0].store: is "woodworker": give the base URL of a shop, like http://woodworker',
    ],
    [
      [wood({ productInputList: [{ product: 'wood', store: 'http://x', amount: 1 }] })],
      'directions[0].productInputList[0].product: "wood" cannot be made from itself',
    ],
    [[wood(), wood()], 'directions[1].product: "wood" is made by directions[0] already: write one direction per good'],
  ])('is named by its path: %#', (data, line) => expect(problems(data)).toEqual([line]));

  it('is told with all others', () =>
    expect(problems([wood({ amount: 0, minimum: -1 }), {}])).toEqual([
      'directions[0].amount: is 0: give a whole number from 1 to 1,000,000',
      'directions[0].minimum: is -1: give a whole number from 0 to 1,000,000',
      'directions[1].product: is missing: name a good: "wood"',
      'directions[1].amount: is missing: give a whole number from 1 to 1,000,000',
      'directions[1].minimum: is missing: give a whole number from 0 to 1,000,000',
      'directions[1].interval: is missing: give seconds from 0.001 to 86,400, at most three decimals',
    ]));

  it('says of text that it is not valid JSON', () =>
    expect(parseDirections('[')).toEqual({ ok: false, problems: ['directions: not valid JSON: Unexpected end of JSON input'] }));
});
