import * as fc from 'fast-check';
import type { Direction } from '../../model/directions.ts';

const count = (min: number) => fc.integer({ min, max: 1_000_000 });
const name = (letters: string) => fc.stringMatching(new RegExp(`^${letters}[a-z0-9]{0,20}$`));
const input = fc.record({
  product: name('i'),
  store: fc.tuple(name('s'), fc.option(name('k'))).map(([shop, kingdom]) => `http://${shop}${kingdom === null ? '' : `.${kingdom}`}`),
  amount: count(1),
});

const direction = fc
  .record({
    product: name('p'),
    inputs: fc.uniqueArray(input, { maxLength: 4, selector: ({ product }) => product }),
    amount: fc.integer({ min: 1, max: 1_000 }),
    minimum: fc.integer({ min: 0, max: 1_000 }),
    interval: fc.integer({ min: 1, max: 86_400_000 }).map((milliseconds) => milliseconds / 1_000),
    maximum: fc.option(fc.integer({ min: 2_000, max: 1_000_000 }), { nil: undefined }),
  })
  .map(({ product, inputs, amount, minimum, interval, maximum }): Direction => ({
    product,
    ...(inputs.length > 0 ? { productInputList: inputs } : {}),
    amount,
    minimum,
    interval,
    ...(maximum === undefined ? {} : { maximum }),
  }));

/** The directions of a shop, without mistakes: what a shop makes begins with p, what it buys with i. */
export const someDirections: fc.Arbitrary<readonly Direction[]> = fc.uniqueArray(direction, {
  minLength: 1,
  maxLength: 4,
  selector: ({ product }) => product,
});
