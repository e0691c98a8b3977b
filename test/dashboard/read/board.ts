import type { MeasuredShop } from '../../../dashboard/books/measured-shop.ts';
import { createRealmBoard } from '../../../dashboard/read/realm-board.ts';
import { createShopTable } from '../../../dashboard/read/shop-facts.ts';
import { workOut, type WorkedOut } from '../../../dashboard/plan/work-out.ts';
import { observedShops } from '../../../dashboard/read/observed-shops.ts';
import { trimPod } from '../../../dashboard/read/trim.ts';
import { deploymentOf, directionsOf, gone, podOf, there } from './cluster-facts.ts';

export const NOON = Date.UTC(2026, 0, 2, 12);

/** A realm of two kingdoms, and boards of it. */
export function createBoard() {
  let wall = NOON;
  let worked: WorkedOut | undefined;
  const measured = new Map<string, MeasuredShop>();
  const table = createShopTable(() => wall);
  const kingdoms = new Set(['one', 'two']);
  const reader = {
    table,
    sources: { add: () => () => undefined, drop: () => undefined, pictures: () => [], settled: true },
    kingdoms: () => [...kingdoms].map((name) => ({ name, realm: 'sample' })),
    shows: (kingdom: string) => kingdoms.has(kingdom),
  };
  const asked: string[] = [];
  const another = () =>
    createRealmBoard(reader, {
      build: 'b',
      wall: () => wall,
      plan: () => worked,
      measured(key) {
        asked.push(key);
        return measured.get(key);
      },
      sources: () => [],
      troubles: { revision: 0 },
    });
  const board = another();
  const touch = (key: string | undefined) => key !== undefined && board.touch(key);
  return {
    board,
    /** Of the same realm; nobody touches it. */
    another,
    table,
    /** The shops of which was asked what is measured. */
    asked,
    kingdoms,
    measure: (key: string, shop: MeasuredShop) => touch(measured.set(key, shop) && key),
    pass: (ms: number) => (wall += ms),
    deployment: (...of: Parameters<typeof deploymentOf>) => touch(table.deployment(there(deploymentOf(...of)))),
    pod: (...of: Parameters<typeof podOf>) => touch(table.pod(there(trimPod(podOf(...of))))),
    directions: (...of: Parameters<typeof directionsOf>) => touch(table.configMap(there(directionsOf(...of)))),
    plan: () => (worked = workOut(observedShops(table, reader.shows), () => 0).next().value ?? undefined),
    noDeployment: (...of: Parameters<typeof deploymentOf>) => touch(table.deployment(gone(deploymentOf(...of)))),
    noPod: (...of: Parameters<typeof podOf>) => touch(table.pod(gone(trimPod(podOf(...of))))),
    shop: (key: string) => board.picture.shops.find((shop) => shop.key === key),
  };
}
