import { describe, expect, it } from '@jest/globals';
import { judgeShop, type JudgedShop } from '../../../dashboard/judge/judged-shop.ts';
import { verdictOf } from '../../../dashboard/judge/verdict.ts';
import type { ShopPicture } from '../../../dashboard/wire/shop.ts';
import type { ObservedShop } from '../../../model/observed-realm.ts';
import { shopOf } from '../page/shop.ts';
import { observed, planOf, SAMPLE } from '../plan/sample.ts';

const NOON = Date.UTC(2026, 0, 2, 12);
const HOUR = 3_600_000;

interface Live extends Partial<ShopPicture> {
  readonly startedMs?: number;
  readonly waited?: ReadonlyMap<string, number>;
}

/** What is said of shops, each an hour old and as the plan has it, but for what is named. */
function judged(shops: readonly ObservedShop[], live: Readonly<Record<string, Live>> = {}) {
  const plan = planOf(...shops);
  const all = new Map(
    shops.map(({ kingdom, shop, replicas }): [string, JudgedShop] => {
      const key = `${kingdom}/${shop}`;
      const { startedMs = NOON - HOUR, waited, ...unlike } = live[shop] ?? {};
      const picture = shopOf(key, { state: 'unknown', replicas, ready: replicas, ...unlike });
      return [key, judgeShop({ plan: plan.shops.get(key), startedMs, picture, ...(waited && { waited }) }, NOON)];
    }),
  );
  return verdictOf(all, new Map(), NOON);
}
const TROUBLE: Live = { state: 'trouble', ready: 0, says: '0 of 1 pods are ready: CrashLoopBackOff: no disk' };
const said = (why: readonly { readonly shop: string; readonly says: string }[] | undefined) =>
  why?.map(({ shop, says }) => `${shop}: ${says}`);

describe('the verdict on the sample', () => {
  const { shops, causes } = judged(SAMPLE);

  it('is that the craftsman starves, by plan', () =>
    expect(shops.get('one/craftsman')).toMatchObject({ state: 'starving', by: 'plan', says: 'iron from ironworker is short by 0.17/s' }));

  it('leads from there to the cause', () =>
    expect(said(shops.get('one/craftsman')?.why)).toEqual([
      'one/craftsman: waits for iron: 0.17/s too little',
      'one/ironworker: makes all it can: 0.1 iron/s, and 0.27 are wanted',
    ]));

  it('names the cause, and whom it holds up', () => {
    expect(causes).toEqual([
      {
        shop: 'one/ironworker',
        good: 'iron',
        says: 'makes all it can: 0.1 iron/s, and 0.27 are wanted',
        holdsUp: ['one/craftsman'],
        remedies: [],
      },
    ]);
    expect([shops.get('one/ironworker')?.holdsUp, shops.get('one/woodworker')?.holdsUp]).toEqual([1, 0]);
  });
});

describe('a chain of why', () => {
  it('ends at a shop that does not run, in its words', () => {
    const { shops, causes } = judged(SAMPLE, { stoneworker: TROUBLE, ironworker: { ready: 0, waits: ['3 stone from stoneworker'] } });
    expect(said(shops.get('one/craftsman')?.why)).toEqual([
      'one/craftsman: waits for iron: 0.17/s too little',
      'one/ironworker: waits for stone',
      'one/stoneworker: 0 of 1 pods are ready: CrashLoopBackOff: no disk',
    ]);
    expect(causes.map(({ shop, holdsUp }) => [shop, holdsUp])).toEqual([['one/stoneworker', ['one/craftsman', 'one/ironworker']]]);
  });

  it('makes a shop starve whose supplier does not run, whatever its plan says', () => {
    const { shops } = judged(SAMPLE, { stoneworker: TROUBLE, ironworker: { waits: ['3 stone from stoneworker'] } });
    expect(shops.get('one/ironworker')).toMatchObject({ state: 'starving', by: 'cluster' });
  });

  it('is not there for a shop that waits a moment', () =>
    expect(judged(SAMPLE, { ironworker: { waits: ['3 stone from stoneworker'] } }).shops.get('one/ironworker')).toMatchObject({
      state: 'full',
      why: [],
    }));

  it('follows what the pods wait for now, of several what the plan names', () => {
    const live = judged(SAMPLE, { craftsman: { waits: ['8 wood from woodworker'] } });
    expect(said(live.shops.get('one/craftsman')?.why)?.[0]).toBe('one/craftsman: waits for wood');
    const longer = new Map([['wood from woodworker', 40_000]]);
    const now = judged(SAMPLE, { craftsman: { waits: ['4 iron from ironworker'], waited: longer } });
    expect(said(now.shops.get('one/craftsman')?.why)?.[0]).toBe('one/craftsman: waits for wood');
    const both = judged(SAMPLE, { craftsman: { waits: ['8 wood from woodworker, 4 iron from ironworker'] } });
    expect(said(both.shops.get('one/craftsman')?.why)?.[0]).toBe('one/craftsman: waits for iron: 0.17/s too little');
  });

  it('follows nothing that a shop does not buy', () =>
    expect(said(judged(SAMPLE, { craftsman: { waits: ['9 gold from evil'] } }).shops.get('one/craftsman')?.why)?.[0]).toBe(
      'one/craftsman: waits for iron: 0.17/s too little',
    ));

  it('ends at a shop that starts, and says when it opens', () => {
    const young = { ready: 0, startedMs: NOON - 3_000 };
    const { shops } = judged(SAMPLE, {
      stoneworker: young,
      woodworker: young,
      ironworker: young,
      craftsman: { ...young, waits: ['4 iron from ironworker'] },
    });
    expect(shops.get('one/woodworker')).toMatchObject({ state: 'starting', says: 'opens in about 2 s' });
    expect(said(shops.get('one/craftsman')?.why)?.at(-1)).toMatch(/^one\/(stone|wood|iron)worker: starts: opens in about \d+ s$/);
  });

  it('ends where shops wait for each other in a circle', () => {
    const circle = [
      observed('a', { good: 'a', amount: 1, interval: 1, from: [['b', 1, 'b']] }),
      observed('b', { good: 'b', amount: 1, interval: 1, from: [['a', 1, 'a']] }),
    ];
    expect(said(judged(circle).shops.get('one/a')?.why)).toEqual([
      'one/a: waits for b',
      'one/b: waits for a',
      'one/a: each of these shops waits for the next, for ever',
    ]);
  });

  it('ends at a shop without workers', () => {
    const shops = [
      observed('a', { good: 'a', amount: 1, interval: 1, from: [['b', 1, 'b']] }),
      observed('b', { good: 'b', amount: 1, interval: 1 }, 0),
    ];
    expect(said(judged(shops).shops.get('one/a')?.why)).toEqual(['one/a: waits for b', 'one/b: has no workers']);
  });
});

describe('the state of a shop', () => {
  it.each([
    ['starts while its first stock may take', { ready: 0, startedMs: NOON - 8_000 }, 'starting', 'opens soon'],
    [
      'is late after half as long again',
      { ready: 0, startedMs: NOON - 600_000 },
      'short',
      'not ready yet, and by plan it would be since 595 s',
    ],
    ['is in trouble before all else', TROUBLE, 'trouble', '0 of 1 pods are ready: CrashLoopBackOff: no disk'],
    ['never starts without workers', { replicas: 0, ready: 0 }, 'never', 'it has no workers'],
  ] as const)('%s', (_, live, state, says) =>
    expect(judged(SAMPLE, { woodworker: live }).shops.get('one/woodworker')).toMatchObject({ state, says }),
  );

  it('is unknown where nobody says', () => {
    const all = new Map([['one/a', judgeShop({ picture: shopOf('one/a', { state: 'unknown' }), startedMs: NOON }, NOON)]]);
    expect(verdictOf(all, new Map(), NOON).shops.get('one/a')).toMatchObject({ state: 'unknown', by: 'cluster' });
  });
});
