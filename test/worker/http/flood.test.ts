import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createWorkerMetrics } from '../../../worker/metrics.ts';
import { openShop, type TestShop } from '../shop.ts';

let shop: TestShop;
let sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  await shop.stop();
});

interface Line {
  /** How many answers have begun to arrive. */
  answers(): number;
  /** Resolves when there are so many. */
  until(count: number): Promise<void>;
}

/** Sends requests one behind another on one connection, without waiting for answers. */
async function pipeline(paths: readonly string[]): Promise<Line> {
  const socket = connect(Number(new URL(shop.url).port), '127.0.0.1');
  sockets.push(socket);
  await once(socket, 'connect');
  let [answers, rest] = [0, ''];
  socket.on('data', (chunk: Buffer) => {
    const text = rest + chunk.toString('latin1');
    answers += text.split('HTTP/1.1 ').length - 1;
    rest = text.slice(-8).replace(/HTTP\/1\.1 /, ''); // a status line may be cut in two
  });
  socket.write(paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: s\r\n\r\n`).join(''));
  return {
    answers: () => answers,
    until: (count) =>
      new Promise((resolve) => {
        const look = () => {
          if (answers < count) return;
          socket.off('data', look);
          resolve();
        };
        socket.on('data', look);
        look();
      }),
  };
}

const flood = (path: (number: number) => string) =>
  Promise.all(Array.from({ length: 50 }, () => pipeline(Array.from({ length: 200 }, (_, number) => path(number)))));

describe('ten thousand requests for a page, over fifty connections', () => {
  it('share the page that is being made, and leave /live answered while they wait', async () => {
    let pages = 0;
    const making = Promise.withResolvers<undefined>();
    const page = { contentType: 'text/plain', bytes: Buffer.from('goods 1\n') };
    shop = await openShop({
      metrics: async () => {
        pages += 1;
        await making.promise;
        return page;
      },
    });
    const lines = await flood(() => '/metrics');
    expect((await fetch(`${shop.url}/live`)).status).toBe(200);
    expect([pages, lines.map((line) => line.answers())]).toEqual([1, lines.map(() => 0)]);
    making.resolve(undefined);
    await Promise.all(lines.map((line) => line.until(200)));
    expect(pages).toBeLessThan(300);
  });

  it('make one page of metrics after another, with /live in between', async () => {
    shop = await openShop({ metrics: () => createWorkerMetrics(shop.books, '0').page() });
    const lines = await flood(() => '/metrics');
    expect((await fetch(`${shop.url}/live`)).status).toBe(200);
    expect(Math.min(...lines.map((line) => line.answers()))).toBeLessThan(200);
    await Promise.all(lines.map((line) => line.until(200)));
  });

  it('make one page of books after another, with /live in between', async () => {
    let readings = 0;
    shop = await openShop({ onRead: () => (readings += 1) });
    await shop.books.commit((ledger) => {
      for (let number = 0; number < 400; number += 1) ledger.deal(number.toString(16).padStart(24, '0'), 'wood', { sold: 1 });
    });
    const lines = await flood(() => '/books');
    expect((await fetch(`${shop.url}/live`)).status).toBe(200);
    expect(Math.min(...lines.map((line) => line.answers()))).toBeLessThan(200);
    await Promise.all(lines.map((line) => line.until(200)));
    expect(readings).toBeLessThan(1_000);
  });

  it('for different pages are put off beyond a few, and the first page is not among them', async () => {
    shop = await openShop();
    const different = Array.from({ length: 200 }, (_, number) => `/books?after=${String(number).padStart(24, '0')}`);
    const line = await pipeline([...different, '/books']);
    await line.until(201);
    const putOff = shop.told.filter((happening) => happening.is === 'refused' && happening.code === 'busy').length;
    expect(putOff).toBeGreaterThan(100);
    expect(putOff).toBeLessThanOrEqual(200 - 16);
  });
});

describe('a page of the books', () => {
  it('is never older than its request', async () => {
    shop = await openShop();
    for (let sold = 0; sold < 5; sold += 1) {
      await shop.hold('wood', 1);
      const [{ goods }] = (await Promise.all(Array.from({ length: 3 }, async () => (await fetch(`${shop.url}/books`)).json()))) as [
        { readonly goods: Readonly<Record<string, { readonly produced: number }>> },
      ];
      expect(goods['wood']?.produced).toBe(sold + 1);
    }
  });
});
