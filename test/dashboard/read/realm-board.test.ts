import { describe, expect, it } from '@jest/globals';
import type { MeasuredShop } from '../../../dashboard/books/measured-shop.ts';
import { moveKey } from '../../../dashboard/books/progress.ts';
import { createBoard, NOON } from './board.ts';

describe('the picture of a realm', () => {
  it('has every shop with its pods, and their stock together', () => {
    const { board, deployment, pod, shop } = createBoard();
    deployment('wood', { replicas: 2 });
    pod('wood', { name: 'wood-1', goods: { wood: 3 } });
    pod('wood', { name: 'wood-2', goods: { wood: 4, axe: 1 }, waits: '1 iron from iron', ready: false });
    board.look();
    expect(shop('one/wood')).toMatchObject({
      town: 'town',
      replicas: 2,
      ready: 1,
      state: 'starting',
      says: '1 of 2 pods are ready',
      stock: [
        { good: 'axe', count: 1 },
        { good: 'wood', count: 7 },
      ],
      waits: ['1 iron from iron'],
    });
    expect(board.picture.goods.map(({ good, stock }) => [good, stock])).toEqual([
      ['axe', 1],
      ['wood', 7],
    ]);
  });

  it('shows a shop of which only a part may be read', () => {
    const { board, pod, shop } = createBoard();
    pod('wood', { goods: { wood: 3 } });
    board.look();
    expect(shop('one/wood')).toMatchObject({ replicas: 1, ready: 1, state: 'unknown' });
  });

  it('has trouble where a pod does not run, in its words', () => {
    const { board, deployment, pod, shop } = createBoard();
    deployment('wood');
    pod('wood', { ready: false, waiting: 'CrashLoopBackOff' });
    board.look();
    expect(shop('one/wood')).toMatchObject({ state: 'trouble', says: '0 of 1 pods are ready: CrashLoopBackOff' });
  });

  it('leaves out what is in no kingdom', () => {
    const { board, deployment } = createBoard();
    deployment('wood', { kingdom: 'kube-system' });
    board.look();
    expect(board.picture.shops).toEqual([]);
  });
});

describe('a change of the picture', () => {
  it('is what differs, and counts', () => {
    const { board, deployment, pod } = createBoard();
    deployment('wood');
    pod('wood', { goods: { wood: 3 } });
    const first = board.look();
    expect([first?.seq, board.picture.seq]).toEqual([NOON + 1, NOON + 1]);
    expect(first?.shops?.map(({ key }) => key)).toEqual(['one/wood']);
    pod('wood', { goods: { wood: 4 } });
    const second = board.look();
    expect(second).toMatchObject({ seq: NOON + 2, shops: [{ key: 'one/wood', stock: [{ good: 'wood', count: 4 }] }] });
    expect(Object.keys(second?.shops?.[0] ?? {}).sort()).toEqual(['key', 'podChanges', 'stock']);
    expect(second).not.toHaveProperty('kingdoms');
  });

  it('is none where everything is as it was', () => {
    const { board, deployment } = createBoard();
    deployment('wood');
    board.look();
    deployment('wood');
    expect([board.look(), board.picture.seq]).toEqual([undefined, NOON + 1]);
  });

  it('names the shops that are gone: once', () => {
    const { board, deployment, noDeployment } = createBoard();
    deployment('wood');
    board.look();
    noDeployment('wood');
    expect(board.look()).toMatchObject({ gone: ['one/wood'] });
    noDeployment('wood');
    expect([board.look(), board.picture.shops]).toEqual([undefined, []]);
  });

  it('keeps since when a shop is in its state', () => {
    const { board, deployment, pod, pass, shop } = createBoard();
    deployment('wood');
    pod('wood', { ready: false });
    board.look();
    pass(60_000);
    pod('wood', { ready: false, goods: { wood: 1 } });
    board.look();
    expect(shop('one/wood')?.since).toBe(new Date(NOON).toISOString());
    pod('wood', { ready: true });
    board.look();
    expect(shop('one/wood')?.since).toBe(new Date(NOON + 60_000).toISOString());
  });
});

describe('the plan, in the picture of a realm', () => {
  const DIGS = [{ product: 'wood', amount: 4, minimum: 1, interval: 2 }];

  it('gives a shop its rates and its state', () => {
    const { board, deployment, directions, pod, plan, shop } = createBoard();
    deployment('wood');
    directions('wood', DIGS);
    pod('wood', { goods: { wood: 3 } });
    board.look();
    expect(shop('one/wood')).toMatchObject({ state: 'unknown', makes: [] });
    plan();
    board.look();
    expect(shop('one/wood')).toMatchObject({
      state: 'full',
      by: 'plan',
      makes: [{ good: 'wood', full: 2, plan: 2, now: null, limit: '' }],
    });
    expect(board.picture.goods).toEqual([
      { good: 'wood', stock: 3, full: 2, plan: 2, now: null, could: 0, planUsed: 0, used: 0, differs: false },
    ]);
  });

  it('changes a state no sooner than after ten seconds, but for trouble', () => {
    const { board, deployment, directions, pod, plan, pass, shop } = createBoard();
    const states = (...goods: readonly boolean[]) =>
      goods.map((ready) => {
        pod('wood', { ready });
        board.look();
        pass(6_000);
        return shop('one/wood')?.state;
      });
    deployment('wood');
    directions('wood', DIGS);
    plan();
    expect(states(true, false, false, true, true)).toEqual(['full', 'full', 'starting', 'starting', 'full']);
    pod('wood', { ready: false, waiting: 'CrashLoopBackOff' });
    board.look();
    expect(shop('one/wood')?.state).toBe('trouble');
  });
});

describe('what is measured, in the picture of a realm', () => {
  const BUYS = [
    { product: 'axe', productInputList: [{ product: 'wood', amount: 2, store: 'http://wood' }], amount: 1, minimum: 1, interval: 2 },
  ];
  const measuredAs = (moves: Readonly<Record<string, number>>): MeasuredShop => ({
    workers: 1,
    answering: 1,
    windowSeconds: 60,
    readyAt: '',
    rates: new Map(Object.entries(moves)),
    problem: '',
    inDoubt: 0,
  });

  it('stands beside the plan: of a shop, of its suppliers, of goods and of all trade', () => {
    const { board, deployment, directions, pod, plan, shop, measure } = createBoard();
    for (const [name, told] of [
      ['wood', [{ product: 'wood', amount: 4, minimum: 1, interval: 2 }]],
      ['axe', BUYS],
    ] as const) {
      deployment(name);
      directions(name, told);
      pod(name);
    }
    plan();
    measure('one/wood', measuredAs({ [moveKey('made', 'wood')]: 2, [moveKey('sales')]: 0.5 }));
    measure(
      'one/axe',
      measuredAs({ [moveKey('made', 'axe')]: 0.2, [moveKey('bought', 'wood', 'one/wood')]: 0.4, [moveKey('used', 'wood')]: 0.4 }),
    );
    board.look();
    expect(shop('one/wood')).toMatchObject({ state: 'full', by: 'measured', makes: [{ good: 'wood', plan: 2, now: 2 }] });
    expect(shop('one/axe')).toMatchObject({ state: 'starving', by: 'measured', says: 'makes 0.2 axe/s: 0.5 are planned' });
    expect(shop('one/axe')?.buys).toMatchObject([{ good: 'wood', from: 'one/wood', plan: 1, now: 0.4 }]);
    expect([board.picture.trades, board.picture.goods.map(({ good, now, used }) => [good, now, used])]).toEqual([
      0.5,
      [
        ['axe', 0.2, 0],
        ['wood', 2, 0.4],
      ],
    ]);
  });

  it('differs from the plan once it has been more than a fifth off for five minutes', () => {
    const { board, deployment, directions, pod, plan, pass, measure } = createBoard();
    const differs = () => {
      board.look();
      return board.picture.goods.map((good) => good.differs);
    };
    deployment('wood');
    directions('wood', [{ product: 'wood', amount: 4, minimum: 1, interval: 2 }]);
    pod('wood');
    plan();
    measure('one/wood', measuredAs({ [moveKey('made', 'wood')]: 1.5 }));
    expect(differs()).toEqual([false]);
    pass(299_000);
    expect(differs()).toEqual([false]);
    pass(1_000);
    expect(differs()).toEqual([true]);
    measure('one/wood', measuredAs({ [moveKey('made', 'wood')]: 1.7 }));
    expect(differs()).toEqual([false]);
  });

  it('of books that do not balance is trouble', () => {
    const { board, deployment, pod, shop, measure } = createBoard();
    deployment('wood');
    pod('wood');
    measure('one/wood', { ...measuredAs({}), problem: 'its books do not balance: wood' });
    board.look();
    expect(shop('one/wood')).toMatchObject({ state: 'trouble', by: 'measured', says: 'its books do not balance: wood' });
    expect(board.picture.causes).toMatchObject([{ shop: 'one/wood', says: 'its books do not balance: wood' }]);
  });
});

describe('a look', () => {
  it('asks again only after the shop that was touched', () => {
    const { board, deployment, pod, asked } = createBoard();
    for (const name of ['iron', 'stone', 'wood']) {
      deployment(name);
      pod(name);
    }
    board.look();
    asked.splice(0);
    pod('wood', { goods: { wood: 1 } });
    board.look();
    expect(asked).toEqual(['one/wood']);
  });

  it('shows a shop that was heard of before its kingdom', () => {
    const { board, kingdoms, deployment, shop } = createBoard();
    kingdoms.delete('two');
    deployment('wood', { kingdom: 'two' });
    board.look();
    expect(shop('two/wood')).toBeUndefined();
    kingdoms.add('two');
    board.look();
    expect(shop('two/wood')).toMatchObject({ kingdom: 'two', replicas: 1 });
  });
});
