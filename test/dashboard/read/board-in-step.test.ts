import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { moveKey } from '../../../dashboard/books/progress.ts';
import { afterChange, shownRealm, type ShownRealm } from '../../../dashboard/page/live/shown-realm.ts';
import { fuzz } from '../../fuzz/runs.ts';
import { createBoard } from './board.ts';

const SHOPS = ['dig', 'mill', 'bake'] as const;
const DIRECTIONS = {
  dig: [{ product: 'ore', amount: 4, minimum: 1, interval: 2 }],
  mill: [{ product: 'flour', amount: 2, minimum: 1, interval: 2, productInputList: [{ product: 'ore', amount: 3, store: 'http://dig' }] }],
  bake: [
    { product: 'bread', amount: 1, minimum: 1, interval: 1, productInputList: [{ product: 'flour', amount: 5, store: 'http://mill' }] },
  ],
} as const;

const shop = fc.constantFrom(...SHOPS);
const good = fc.constantFrom('ore', 'flour', 'bread', 'found');
const step = fc.oneof(
  fc.record({ is: fc.constant('deployment' as const), shop, replicas: fc.nat({ max: 2 }) }),
  fc.record({ is: fc.constant('no deployment' as const), shop }),
  fc.record({ is: fc.constant('directions' as const), shop, told: shop }),
  fc.record({
    is: fc.constant('pod' as const),
    shop,
    name: fc.constantFrom('1', '2'),
    goods: fc.dictionary(good, fc.nat({ max: 3 }), { maxKeys: 2 }),
    ready: fc.boolean(),
    waits: fc.option(fc.constantFrom('3 ore from dig', '5 flour from mill'), { nil: undefined }),
    waiting: fc.option(fc.constant('CrashLoopBackOff'), { nil: undefined, freq: 5 }),
  }),
  fc.record({ is: fc.constant('no pod' as const), shop, name: fc.constantFrom('1', '2') }),
  fc.record({ is: fc.constant('plan' as const) }),
  fc.record({
    is: fc.constant('measured' as const),
    shop,
    made: fc.double({ min: 0, max: 4, noNaN: true }),
    answering: fc.nat({ max: 1 }),
  }),
  fc.record({ is: fc.constant('passes' as const), ms: fc.constantFrom(200, 1_000, 9_000, 400_000) }),
  fc.record({ is: fc.constant('kingdom' as const), shown: fc.boolean() }),
);

/** A board that is told what has changed, one that looks at everything each time, and a page that is told what differs. */
function threeInStep() {
  const realm = createBoard();
  const thorough = realm.another();
  let page: ShownRealm | undefined = shownRealm(realm.board.picture);
  const known = SHOPS.map((name) => `one/${name}`);
  return {
    act(does: typeof step extends fc.Arbitrary<infer T> ? T : never): void {
      switch (does.is) {
        case 'deployment':
          return void realm.deployment(does.shop, { replicas: does.replicas });
        case 'no deployment':
          return void realm.noDeployment(does.shop);
        case 'directions':
          return void realm.directions(does.shop, DIRECTIONS[does.told]);
        case 'pod':
          return void realm.pod(does.shop, { ...does, name: `${does.shop}-${does.name}` });
        case 'no pod':
          return void realm.noPod(does.shop, { name: `${does.shop}-${does.name}` });
        case 'plan':
          return void realm.plan();
        case 'measured': {
          const rates = new Map([[moveKey('made', DIRECTIONS[does.shop][0].product), does.made]]);
          const counts = { workers: 1, answering: does.answering, windowSeconds: 60, readyAt: '', problem: '', inDoubt: 0 };
          return void realm.measure(`one/${does.shop}`, { ...counts, rates });
        }
        case 'passes':
          return void realm.pass(does.ms);
        case 'kingdom':
          return void realm.kingdoms[does.shown ? 'add' : 'delete']('one');
      }
    },
    look() {
      for (const key of known) thorough.touch(key);
      const change = realm.board.look();
      thorough.look();
      if (page !== undefined && change !== undefined) page = afterChange(page, change);
      return { board: realm.board.picture, thorough: thorough.picture, page };
    },
  };
}

describe('a board that looks only at what was touched', () => {
  it('shows what one shows that looks at everything, and so does a page that is told what differs', () =>
    fc.assert(
      fc.property(fc.array(fc.array(step, { maxLength: 4 }), { maxLength: 20 }), (rounds) => {
        const { act, look } = threeInStep();
        for (const round of rounds) {
          for (const does of round) act(does);
          const { board, thorough, page } = look();
          expect({ ...board, seq: 0, at: '' }).toEqual({ ...thorough, seq: 0, at: '' });
          expect(page).toEqual(shownRealm(board));
        }
      }),
      fuzz(19, 300),
    ));
});
