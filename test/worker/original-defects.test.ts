import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { systemClock } from '../../ground/time/clock.ts';
import type { Direction } from '../../model/directions.ts';
import { produce } from '../../worker/production/produce.ts';
import { annotationsOf } from '../../worker/sign/sign.ts';
import { createAsk } from '../../worker/trade/ask.ts';
import { createBuyer } from '../../worker/trade/buyer.ts';
import { createVirtualClock } from '../ground/time/virtual-clock.ts';
import { openShop, wood, type TestShop } from './shop.ts';
import { startWorker } from './worker-process.ts';

let shop: TestShop;
let stop: AbortController;
beforeEach(async () => {
  [shop, stop] = [await openShop(), new AbortController()];
});
afterEach(async () => {
  stop.abort();
  await shop.stop();
});

const one = { item: 'wood', quantity: 1 };
const stock = (good = 'wood', { books } = shop) => books.read((reading) => reading.stock(good));
const buyerOf = ({ books }: TestShop, deadlineMs?: number) =>
  createBuyer({
    books,
    ask: createAsk({ deadlineMs }),
    announce: () => undefined,
    clock: systemClock,
    date: Date.now,
    random: Math.random,
    reach: 'loopback',
    signal: stop.signal,
  });

describe('the defects of the original worker are gone:', () => {
  it('the first goods that are made or bought count once', async () => {
    const clock = createVirtualClock();
    const iron: Direction = {
      product: 'iron',
      amount: 2,
      minimum: 0,
      interval: 1,
      productInputList: [{ product: 'stone', store: 'http://s', amount: 3 }],
    };
    const buy = () => shop.books.commit((ledger) => ledger.move('stone', { bought: 3 }));
    void produce(
      iron,
      { books: shop.books, buyer: { buy }, clock, random: () => 0.5, announce: () => undefined, lacks: () => undefined },
      stop.signal,
    );
    await clock.advance(1_000);
    for (let turn = 0; turn < 10; turn += 1) await setImmediate();
    expect([stock('iron'), stock('stone')]).toEqual([2, 0]);
  });

  it('the minimum is kept when selling', async () => {
    await shop.hold('wood', 1);
    expect([(await shop.post(one)).status, stock()]).toEqual([409, 1]);
  });

  it('a negative quantity adds nothing, and neither zero nor a missing item nor another method is taken', async () => {
    await shop.hold('wood', 10);
    for (const body of [{ item: 'wood', quantity: -1 }, { item: 'wood', quantity: 0 }, { quantity: 1 }])
      expect((await shop.post(body)).status).toBe(400);
    expect((await fetch(`${shop.url}/sell`, { method: 'PUT' })).status).toBe(405);
    expect(stock()).toBe(10);
  });

  it('parallel buyers do not oversell: of 200 that want one of 50 above the minimum, 50 get it', async () => {
    await shop.hold('wood', 51);
    const answers = await Promise.all(Array.from({ length: 200 }, () => shop.post(one)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(50);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(150);
    expect(stock()).toBe(1);
  });

  it('a purchase has a deadline', async () => {
    const mute = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(mute, 'listening');
    await buyerOf(shop, 100).buy({ product: 'stone', store: `http://127.0.0.1:${(mute.address() as AddressInfo).port}`, amount: 3 });
    expect(stock('stone')).toBe(0);
    mute.closeAllConnections();
    mute.close();
    await once(mute, 'close');
  });

  it('two shops that buy from each other do not wait for each other', async () => {
    const other = await openShop({ directions: [wood({ product: 'iron' })] });
    await shop.hold('wood', 10);
    await other.hold('iron', 10);
    await Promise.all([
      buyerOf(shop).buy({ product: 'iron', store: other.url, amount: 2 }),
      buyerOf(other).buy({ product: 'wood', store: shop.url, amount: 3 }),
    ]);
    expect([stock('iron'), stock('wood', other)]).toEqual([2, 3]);
    await other.stop();
  });

  it('directions of one shop do not delay each other', async () => {
    const clock = createVirtualClock();
    const production = {
      books: shop.books,
      buyer: { buy: () => new Promise<void>(() => undefined) },
      clock,
      random: () => 0.5,
      announce: () => undefined,
      lacks: () => undefined,
    };
    void produce(
      { product: 'iron', amount: 1, minimum: 0, interval: 1, productInputList: [{ product: 'stone', store: 'http://s', amount: 3 }] },
      production,
      stop.signal,
    );
    void produce(wood({ amount: 1, interval: 1 }), production, stop.signal);
    for (let second = 0; second < 5; second += 1) {
      await clock.advance(1_000);
      for (let turn = 0; turn < 10; turn += 1) await setImmediate();
    }
    expect(stock()).toBe(5);
  });

  it('SIGTERM is heard, stock outlives a restart, and no cluster is needed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'civ-original-'));
    const start = async () => {
      const worker = startWorker({ folder, name: 'wood-1', directions: [wood({ interval: 0.01, maximum: 20 })] });
      const url = `http://127.0.0.1:${await worker.opened()}`;
      const held = async () => ((await (await fetch(`${url}/inventory`)).json()) as { wood: string }).wood;
      return { worker, held };
    };
    const first = await start();
    while ((await first.held()) !== '20');
    expect(await first.worker.end('SIGTERM')).toBe(0);
    const second = await start();
    expect(await second.held()).toBe('20');
    await second.worker.end('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  it('annotations have a prefix, so that no other number shows up as a good', () =>
    expect(Object.keys(annotationsOf({ inventory: { wood: '1' }, waits: '', asked: new Map() }))).toEqual([
      'goods.civ8s.dev/wood',
      'worker.civ8s.dev/waits',
      'worker.civ8s.dev/asked',
      'controller.kubernetes.io/pod-deletion-cost',
    ]));
});
