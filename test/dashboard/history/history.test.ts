import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openHistoryFile, type HistoryFile } from '../../../dashboard/history/history-file.ts';
import { createHistory } from '../../../dashboard/history/history.ts';
import type { RealmPicture } from '../../../dashboard/wire/realm.ts';
import { createTroubleLog } from '../../../dashboard/trouble/trouble-log.ts';
import { createVirtualClock } from '../../ground/time/virtual-clock.ts';
import { until } from '../../until.ts';
import { pictureOf } from '../picture.ts';
import { shopOf } from '../page/shop.ts';

const NOON = Date.UTC(2026, 0, 2, 12);
let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'civ-history-'))));
afterAll(() => rmSync(folder, { recursive: true }));

interface LifeOptions {
  readonly startMs?: number;
  readonly file?: string;
  readonly openFile?: (path: string) => HistoryFile;
}

/** A history of a shop that has as much wood as there are seconds, from `startMs` on. */
function lived({ startMs = NOON, file, openFile = openHistoryFile }: LifeOptions = {}) {
  const clock = createVirtualClock();
  const wall = () => startMs + clock.now();
  const over = new AbortController();
  const picture = (): RealmPicture => {
    const stock = [{ good: 'wood', count: Math.round(clock.now() / 1_000) }];
    const shop = shopOf('one/wood', { stock, pods: [], makes: [{ good: 'wood', full: 2, plan: 2, now: 1.5, limit: '' }] });
    return pictureOf({ seq: wall(), at: new Date(wall()).toISOString(), shops: [shop] });
  };
  const troubles = createTroubleLog();
  const history = createHistory({ picture, troubles, file, openFile, clock, wall });
  const running = history.run(over.signal);
  /** What is zipped beside the clock is done before it goes on. */
  const pass = async (seconds: number): Promise<void> => {
    for (let left = seconds; left > 0; left -= 5) {
      await clock.advance(5_000);
      await until('the moment', async () => typeof (await history.at(wall())) !== 'string' && clock.planned > 0);
    }
  };
  const woodAt = async (seconds: number) => {
    const found = await history.at(startMs + seconds * 1_000);
    if (typeof found === 'string') return found;
    return (JSON.parse(new TextDecoder().decode(found)) as RealmPicture).shops[0]?.stock[0]?.count;
  };
  const stop = async (): Promise<void> => {
    over.abort();
    await clock.advance(0);
    await running;
  };
  return { history, pass, woodAt, stop };
}
const question = { shop: 'one/wood', good: '', what: '', points: 4 };

describe('history', () => {
  it('has the picture of a time as it was sent then', async () => {
    const { pass, woodAt, stop } = lived();
    await pass(60);
    expect([await woodAt(30), await woodAt(34), await woodAt(60)]).toEqual([30, 30, 60]);
    expect(await woodAt(-100)).toBe('nothing is kept from before 2026-01-02T12:00:05.000Z');
    await stop();
  });

  it('has lines of figures, by equal steps', async () => {
    const { history, pass, stop } = lived();
    await pass(40);
    const { series, times, since } = await history.series({ ...question, fromMs: NOON, toMs: NOON + 80_000 });
    expect([times.map((ms) => ms - NOON), since]).toEqual([[20_000, 40_000, 60_000, 80_000], NOON + 5_000]);
    expect(series).toEqual([
      { shop: 'one/wood', good: 'wood', what: 'stock', values: [15, 35, 40, null] },
      { shop: 'one/wood', good: 'wood', what: 'made', values: [1.5, 1.5, 1.5, null] },
    ]);
    expect((await history.series({ ...question, shop: '*', fromMs: NOON, toMs: NOON + 80_000 })).series).toMatchObject([
      { shop: 'one/wood', good: '', what: 'stock' },
    ]);
    await stop();
  });

  it('is there again when a file has kept it, with a gap where nobody looked', async () => {
    const file = join(folder, 'kept.db');
    const first = lived({ file });
    await first.pass(130);
    await first.stop();
    const second = lived({ startMs: NOON + 3_600_000, file });
    await second.pass(10);
    expect([await second.woodAt(-3_595), await second.woodAt(5)]).toEqual([5, 5]);
    expect(await second.woodAt(-1_000)).toBe('nothing is kept from 2026-01-02T12:02:00.000Z to 2026-01-02T13:00:05.000Z');
    expect(second.history.source).toEqual({ state: 'live', says: '' });
    await second.stop();
  });

  it.each<[string, (path: string) => void, string]>([
    ['a damaged file', (path) => writeFileSync(path, 'x'.repeat(5_000)), 'file is not a database'],
    [
      'a file of another program',
      (path) => new DatabaseSync(path).exec('CREATE TABLE mine (one)'),
      'is a database of another program: name another file',
    ],
    ['a folder that is not there', () => undefined, 'unable to open database file'],
  ])('goes on in memory, and says so, with %s, which is left as it is', async (name, prepare, says) => {
    const path = name.includes('folder') ? join(folder, 'none', 'x.db') : join(folder, `${name.replaceAll(' ', '-')}.db`);
    prepare(path);
    const before = name.includes('folder') ? '' : readFileSync(path);
    const { history, pass, woodAt, stop } = lived({ file: path });
    await pass(70);
    expect([history.source.state, await woodAt(10)]).toEqual(['stale', 10]);
    expect(history.source.says).toContain('the past is kept in memory only: ');
    expect(history.source.says).toContain(says);
    await stop();
    if (before !== '') expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('goes on in memory while the disk is full, and saves all of it once there is room', async () => {
    let full = true;
    const openFile = (path: string): HistoryFile => {
      const opened = openHistoryFile(path);
      return {
        ...opened,
        save(...what) {
          if (full) throw new Error('database or disk is full');
          opened.save(...what);
        },
      };
    };
    const { history, pass, woodAt, stop } = lived({ file: join(folder, 'full.db'), openFile });
    await pass(65);
    expect([history.source, await woodAt(30)]).toEqual([
      { state: 'stale', says: 'the past is kept in memory only: database or disk is full' },
      30,
    ]);
    full = false;
    await pass(60);
    expect(history.source.state).toBe('live');
    await stop();
    expect(openHistoryFile(join(folder, 'full.db')).past.moments.map(({ atMs }) => (atMs - NOON) / 1_000)).toEqual([5, 60, 120]);
  });
});
