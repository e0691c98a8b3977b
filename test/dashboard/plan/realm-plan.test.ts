import { describe, expect, it } from '@jest/globals';
import { observed, planOf, SAMPLE } from './sample.ts';

const stone = (...from: readonly (readonly [string, number, string])[]) => ({ good: 'stone', amount: 1, interval: 1, from });

describe('the plan of a realm', () => {
  it('says what each shop makes in the long run, and what keeps it from more', () => {
    const plan = planOf(...SAMPLE);
    expect(Object.fromEntries(Array.from(plan.shops, ([key, { state }]) => [key, state]))).toEqual({
      'one/woodworker': 'full',
      'one/stoneworker': 'full',
      'one/ironworker': 'full',
      'one/craftsman': 'starving',
    });
    expect(plan.shops.get('one/craftsman')).toEqual({
      key: 'one/craftsman',
      state: 'starving',
      makes: [
        {
          good: 'axe',
          full: 0.06667,
          plan: 0.025,
          wanted: 0,
          turn: 1,
          limit: {
            by: 'input',
            says: 'iron from ironworker is short by 0.17/s',
            good: 'iron',
            from: 'one/ironworker',
            short: 0.1667,
            inLoop: false,
          },
        },
      ],
      buys: [
        { good: 'wood', from: 'one/woodworker', known: true, limits: false, could: 0.5333, plan: 0.2, now: null },
        { good: 'iron', from: 'one/ironworker', known: true, limits: true, could: 0.2667, plan: 0.1, now: null },
      ],
      firstStockSeconds: expect.any(Number),
      unread: '',
    });
    expect(plan.shops.get('one/ironworker')?.makes[0]).toMatchObject({ plan: 0.1, wanted: 0.2667 });
  });

  it.each([
    [
      'never, in a circle',
      [observed('a', { ...stone(['b', 1, 'b']), good: 'a' }), observed('b', { ...stone(['a', 1, 'a']), good: 'b' })],
      'never',
    ],
    ['never, without workers', [observed('a', stone(), 0)], 'never'],
    [
      'short, where a little is missing',
      [observed('a', stone(['b', 4, 'b'])), observed('b', { good: 'b', amount: 3, interval: 1 })],
      'short',
    ],
    ['resting, where its store is full', [observed('a', { ...stone(), maximum: 5 })], 'resting'],
    ['full, where what it buys is sold elsewhere', [observed('a', stone(['b', 1, 'shop.example.com:8080']))], 'full'],
  ] as const)('has a state: %s', (_, shops, state) => expect(planOf(...shops).shops.get('one/a')?.state).toBe(state));

  it('shows what is bought elsewhere as that', () =>
    expect(planOf(observed('a', stone(['b', 2, 'b.example.com:8080']))).shops.get('one/a')?.buys).toEqual([
      { good: 'b', from: 'http://b.example.com:8080', known: false, limits: false, could: 2, plan: 2, now: null },
    ]));

  it('says of directions that cannot be read what is wrong, and plans the others', () => {
    const plan = planOf({ ...observed('a', stone()), directions: '{"evil": \u202E' }, observed('b', stone()));
    expect(plan.shops.get('one/a')).toMatchObject({
      state: 'unknown',
      makes: [],
      unread: expect.stringMatching(/^its directions cannot be read: .*: mend directions.json in the ConfigMap a-directions$/),
    });
    expect(plan.shops.get('one/b')?.state).toBe('full');
  });
});
