import { describe, expect, it } from '@jest/globals';
import { createRealmBoard } from '../../../dashboard/read/realm-board.ts';
import { createShopTable } from '../../../dashboard/read/shop-facts.ts';
import { workOut, type WorkedOut } from '../../../dashboard/plan/work-out.ts';
import { observedShops } from '../../../dashboard/read/observed-shops.ts';
import { deploymentOf, directionsOf, gone, podOf, there } from './cluster-facts.ts';

const NOON = Date.UTC(2026, 0, 2, 12);

function createBoard() {
  let wall = NOON;
  let worked: WorkedOut | undefined;
  const table = createShopTable();
  const kingdoms = new Set(['one', 'two']);
  const reader = {
    table,
    sources: { add: () => () => undefined, drop: () => undefined, pictures: () => [], settled: true },
    kingdoms: () => [...kingdoms].map((name) => ({ name, realm: 'sample' })),
    shows: (kingdom: string) => kingdoms.has(kingdom),
  };
  const board = createRealmBoard(reader, { build: 'b', wall: () => wall, plan: () => worked });
  const touch = (key: string | undefined) => key !== undefined && board.touch(key);
  return {
    board,
    kingdoms,
    pass: (ms: number) => (wall += ms),
    deployment: (...of: Parameters<typeof deploymentOf>) => touch(table.deployment(there(deploymentOf(...of)))),
    pod: (...of: Parameters<typeof podOf>) => touch(table.pod(there(podOf(...of)))),
    directions: (...of: Parameters<typeof directionsOf>) => touch(table.configMap(there(directionsOf(...of)))),
    plan: () => (worked = workOut(observedShops(table, reader.shows), () => 0).next().value ?? undefined),
    noDeployment: (...of: Parameters<typeof deploymentOf>) => touch(table.deployment(gone(deploymentOf(...of)))),
    noPod: (...of: Parameters<typeof podOf>) => touch(table.pod(gone(podOf(...of)))),
    shop: (key: string) => board.picture.shops.find((shop) => shop.key === key),
  };
}

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
    expect(Object.keys(second?.shops?.[0] ?? {}).sort()).toEqual(['key', 'pods', 'stock']);
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
    expect(board.picture.goods).toEqual([{ good: 'wood', stock: 3, full: 2, plan: 2, now: null, could: 0, planUsed: 0, used: null }]);
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
