import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { steadyRates } from '../../../worker/sign/steady-rates.ts';

const NONE: ReadonlyMap<string, number> = new Map();
const wood = (rate: number) => new Map([['wood', rate]]);

describe('a rate on the sign', () => {
  it('stays as it is until it has moved by a tenth of what is shown', () => {
    let shown = steadyRates(NONE, wood(1));
    const seen = [1.09, 0.91, 1.1, 1.2, 1.25].map((rate) => (shown = steadyRates(shown, wood(rate))).get('wood'));
    expect(seen).toEqual([1, 1, 1.1, 1.1, 1.25]);
  });

  it('goes when nothing more is asked', () => expect([...steadyRates(wood(1), NONE)]).toEqual([]));

  const rates = fc.dictionary(fc.constantFrom('wood', 'stone', 'iron'), fc.double({ min: 1 / 60, max: 1e6, noNaN: true }));
  it('is never further from the truth than a tenth, nor moves by less', () =>
    fc.assert(
      fc.property(fc.array(rates, { maxLength: 20 }), (series) => {
        let shown = NONE;
        for (const now of series.map((each) => new Map(Object.entries(each)))) {
          const next = steadyRates(shown, now);
          expect([...next.keys()]).toEqual([...now.keys()]);
          for (const [good, rate] of now) {
            const [was, is = NaN] = [shown.get(good), next.get(good)];
            expect(Math.abs(is - rate)).toBeLessThanOrEqual(is / 10);
            if (was !== undefined && was !== is) expect(Math.abs(is - was)).toBeGreaterThanOrEqual(was / 10);
          }
          shown = next;
        }
      }),
    ));
});
