import { describe, expect, it } from '@jest/globals';
import { planRealm } from '../../../dashboard/plan/realm-plan.ts';
import { allRemedies } from '../../../dashboard/plan/remedies.ts';
import { SAMPLE } from './sample.ts';

const ofIron = { seller: { kingdom: 'one', shop: 'ironworker' }, good: 'iron', target: { kingdom: 'one', shop: 'craftsman' } };

describe('what would help', () => {
  it('is what the economy of the changed realm says: the first step, what is short then, and the whole recipe', () => {
    const { realm } = planRealm(SAMPLE);
    expect(allRemedies(realm, [ofIron], () => false)).toEqual(
      new Map([
        [
          'one/ironworker/iron',
          [
            '2 workers of ironworker: 0.042 axe/s, then iron from ironworker is short by 0.1/s',
            '3 workers of ironworker, 2 of stoneworker and 2 of woodworker would do: full speed, 0.067 axe/s',
          ],
        ],
      ]),
    );
  });

  it('is not said where there is no time for it', () => {
    const { realm } = planRealm(SAMPLE);
    expect(allRemedies(realm, [ofIron], () => true)).toEqual(new Map());
  });
});
