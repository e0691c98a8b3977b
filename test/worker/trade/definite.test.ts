import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, request as requestOf, type Server } from 'node:http';
import { systemClock } from '../../../ground/time/clock.ts';
import { openBooks, type Books } from '../../../worker/books/books.ts';
import { createAsk, type AskShop } from '../../../worker/trade/ask.ts';
import { createBuyer } from '../../../worker/trade/buyer.ts';
import { FAULTS, startFaultProxy, type MarketFault, type FaultProxy } from '../market/fault-proxy.ts';
import type { Seeded } from '../market/seeded.ts';
import { openShop, wood, type TestShop } from '../shop.ts';

let seller: TestShop;
let books: Books;
let stop: AbortController;
beforeEach(async () => {
  stop = new AbortController();
  seller = await openShop({ directions: [wood({ product: 'stone', minimum: 0 })] });
  await seller.hold('stone', 10);
  books = openBooks();
});
afterEach(async () => {
  stop.abort();
  books.close();
  await seller.stop();
});

/**
 * Buys three stones through a store, and waits until the purchase has ended.
 * Loopback is not a pod's address here: everything goes through the store.
 */
async function buyThrough(store: string, ask: AskShop): Promise<void> {
  const settling = { books, ask, announce: () => undefined, clock: systemClock, date: Date.now, random: () => 0.1, signal: stop.signal };
  const buyer = createBuyer({ ...settling, reach: 'pods' });
  await buyer.buy({ product: 'stone', store, amount: 3 });
  await buyer.idle();
}
const outcome = () => ({
  bought: books.read((reading) => reading.stock('stone')),
  sold: seller.books.read((reading) => reading.goods().get('stone')?.sold),
  intents: books.read((reading) => reading.intents()),
});

/** No randomness: this fault, and all in the middle. */
const always = (fault: MarketFault): Seeded =>
  Object.assign(() => 0, {
    below: (most: number) => Math.floor(most / 2),
    pick: <T>(choices: readonly T[]): T => {
      const choice = choices.find((one) => one === fault) ?? choices[0];
      if (choice === undefined) throw new Error('nothing to choose from');
      return choice;
    },
  });

describe('a purchase whose first attempt meets a fault of the network', () => {
  let proxy: FaultProxy;
  afterEach(() => proxy.close());

  it.each(FAULTS.filter((fault) => !fault.startsWith('delay') && fault !== 'duplicate-late'))(
    'gets what was sold, once: %s',
    async (fault) => {
      const { hostname: host, port } = new URL(seller.url);
      proxy = await startFaultProxy('127.0.0.1', () => [{ host, port: Number(port) }], always(fault));
      const store = `http://127.0.0.1:${proxy.port}`;
      const ask = createAsk();
      let attempts = 0;
      await buyThrough(store, async (question, signal) => {
        if (question.method !== 'POST') return ask(question, signal);
        attempts += 1;
        if (attempts > 1) return ask(question, signal);
        // The answer that goes astray is a refusal, to somebody who came just before.
        await ask({ ...question, headers: {}, body: '{"item":"stone","quantity":999}' }, signal);
        proxy.rate = 1;
        const answer = await ask(question, signal);
        proxy.rate = 0;
        return answer;
      });
      expect(outcome()).toEqual({ bought: 3, sold: 3, intents: [] });
      expect(proxy.struck).toEqual({ [fault]: 1 });
    },
  );
});

describe('a new buyer and a seller of before, which echoes no key', () => {
  let before: Server;
  let spoil: ((path: string) => number | undefined) | undefined;
  beforeEach(async () => {
    spoil = undefined;
    // The seller as it is, behind a door that takes away what it did not say before.
    before = createServer((request, response) => {
      const passed = requestOf(new URL(request.url ?? '', seller.url), { method: request.method, headers: request.headers });
      passed.once('response', (answer) => {
        const { 'civ-key': _, ...headers } = answer.headers;
        response.writeHead(spoil?.(request.url ?? '') ?? answer.statusCode ?? 0, headers);
        answer.pipe(response);
      });
      request.pipe(passed);
    }).listen(0, '127.0.0.1');
    await once(before, 'listening');
  });
  afterEach(async () => {
    before.closeAllConnections();
    before.close();
    await once(before, 'close');
  });
  const store = () => {
    const address = before.address();
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  };

  it('trade', async () => {
    await buyThrough(store(), createAsk());
    expect(outcome()).toEqual({ bought: 3, sold: 3, intents: [] });
  });

  it('end with nothing what was refused under the key', async () => {
    const ask = createAsk();
    await buyThrough(store(), async (question, signal) => {
      if (question.method === 'POST') await seller.post({ item: 'stone', quantity: 10 });
      return ask(question, signal);
    });
    expect(outcome()).toEqual({ bought: 0, sold: 10, intents: [] });
  });

  it('go on where it answers 400: it may have sold before', async () => {
    let attempts = 0;
    spoil = (path) => (path === '/sell' && (attempts += 1) === 1 ? 400 : undefined);
    await buyThrough(store(), createAsk());
    expect([attempts, outcome()]).toEqual([2, { bought: 3, sold: 3, intents: [] }]);
  });
});

describe('a seller of now and a buyer of before', () => {
  it('trade: what it sends is understood, and what it reads is there', async () => {
    const headers = { 'civ-for': seller.books.id, 'civ-from': books.id, 'civ-asked': '0', 'idempotency-key': 'k' };
    const sold = await seller.post({ item: 'stone', quantity: 3, atLeast: 1 }, headers);
    const { headers: said } = sold;
    expect([sold.status, await sold.json(), said.get('civ-books'), said.get('civ-clock')]).toEqual([
      200,
      { sold: 3 },
      seller.books.id,
      '0',
    ]);
    const cancelled = await fetch(`${seller.url}/sales/k`, { method: 'DELETE', headers });
    expect([cancelled.status, await cancelled.json()]).toEqual([200, { sold: 3 }]);
    const refused = await seller.post({ item: 'gold', quantity: 3, atLeast: 1 }, { ...headers, 'idempotency-key': 'l' });
    expect(refused.status).toBe(400);
  });
});
