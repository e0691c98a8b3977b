import { describe, expect, it } from '@jest/globals';
import { createDiffering } from '../../dashboard/books/differing.ts';
import { createOwners } from '../../dashboard/books/books-owners.ts';
import { createMoments } from '../../dashboard/history/moments.ts';
import { createViewers } from '../../dashboard/serve/viewers.ts';
import { createTroubleLog } from '../../dashboard/trouble/trouble-log.ts';
import { createTroubleWatch } from '../../dashboard/trouble/watch-trouble.ts';
import { collectedHeap } from '../collected-heap.ts';
import { partOf } from '../fuzz/runs.ts';
import { createVirtualClock } from '../ground/time/virtual-clock.ts';
import { createBoard, NOON } from './read/board.ts';
import { directionsOf, gone } from './read/cluster-facts.ts';

const MIB = 2 ** 20;
const MINUTE = 60_000;
/** Of a day. */
const MINUTES = partOf(24 * 60);

/** How much more is held at the end than after the first hour, in MiB. */
function grownInHours(live: (minute: number) => void): number {
  for (let minute = 0; minute < 60; minute += 1) live(minute);
  const before = collectedHeap();
  for (let minute = 60; minute < MINUTES; minute += 1) live(minute);
  return (collectedHeap() - before) / MIB;
}

describe(`what the dashboard holds does not grow in ${MINUTES / 60} hours`, () => {
  it('in which pods are replaced each minute, and shops with goods of their own come and go', () => {
    const { board, asked, table, deployment, noDeployment, pod, noPod, directions, plan, pass } = createBoard();
    for (let index = 0; index < 10; index += 1) deployment(`shop-${index}`);
    const passing = (minute: number): string => `passing-${minute}`;
    const grown = grownInHours((minute) => {
      for (let index = 0; index < 10; index += 1) {
        pod(`shop-${index}`, { name: `shop-${index}-${minute}`, goods: { wood: minute }, waits: `${minute} iron from shop-${index + 1}` });
        noPod(`shop-${index}`, { name: `shop-${index}-${minute - 1}` });
      }
      deployment(passing(minute));
      directions(passing(minute), [{ product: passing(minute), amount: 1, interval: 5 }]);
      pod(passing(minute), { goods: { [passing(minute)]: 1 } });
      const old = passing(minute - 1);
      noDeployment(old);
      noPod(old);
      table.configMap(gone(directionsOf(old, [])));
      board.touch(`one/${old}`);
      if (minute % 10 === 0) plan();
      pass(MINUTE);
      board.look();
      asked.splice(0); // of the test
    });
    expect(board.picture.shops).toHaveLength(11);
    expect(grown).toBeLessThan(1);
  });

  it('in which other goods are made each second, and other books shown', () => {
    const differs = createDiffering();
    const owners = createOwners();
    const grown = grownInHours((minute) => {
      for (let second = 0; second < 60; second += 1) {
        differs(`good-${minute}-${second}`, 1, 2, NOON + minute * MINUTE);
        owners.claim(`books-${minute}-${second}`, 'pod', 'shop', minute * MINUTE);
      }
      owners.forget(minute * MINUTE);
    });
    expect(grown).toBeLessThan(2);
  });

  it('in which something else goes wrong each second, and kingdoms come and go with their sources', () => {
    const log = createTroubleLog();
    const watch = createTroubleWatch({ note: () => undefined });
    let atMs = NOON;
    const grown = grownInHours((minute) => {
      for (let second = 0; second < 6; second += 1) {
        const kingdom = `kingdom-${minute}-${second}`;
        atMs += 10_000;
        watch.see({ seq: 1, at: '', sources: [{ name: 'pods', kingdom, state: 'stale', since: '', says: 'x'.repeat(300) }] }, atMs);
        if (second === 0) log.note({ kind: 'event', kingdom, shop: '', reason: kingdom, says: 'x'.repeat(300), atMs });
      }
    });
    expect(log.all.length).toBeLessThanOrEqual(2_000);
    expect(grown).toBeLessThan(2);
  });

  it('in which viewers come and go', () => {
    let nowMs = 0;
    const viewers = createViewers({ ...createVirtualClock(), now: () => nowMs }, 0);
    let closed: () => void = () => undefined;
    let seq = 0;
    const grown = grownInHours((minute) => {
      nowMs = minute * MINUTE;
      const before = closed;
      const socket = {
        writableLength: 0,
        write: () => true,
        end: () => undefined,
        on: (event: 'close' | 'drain', listener: () => void) => void (event === 'close' && (closed = listener)),
      };
      viewers.join(socket, { takesGzip: true });
      before();
      for (let change = 0; change < 10; change += 1) viewers.change({ seq: (seq += 1), at: 'x'.repeat(1_000) });
    });
    expect(viewers.size).toBe(1);
    expect(grown).toBeLessThan(1);
  });

  it('of which the past is kept: it has its number of moments, and its bytes', () => {
    const moments = createMoments(4 * MIB);
    const base = new Uint8Array(4_096);
    for (let at = 0; at < MINUTES * MINUTE; at += 15_000)
      moments.add({ atMs: at, base, picture: new Uint8Array(4_096), figures: new Uint8Array(1_024) });
    expect(moments.bytes).toBeLessThanOrEqual(4 * MIB);
    expect(moments.all.length).toBeLessThanOrEqual(1_515);
  });
});
