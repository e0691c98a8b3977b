import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect } from 'node:net';
import { PARTNERS_A_PAGE, type BooksPage } from '../../../worker/http/books-page.ts';
import { openShop, wood, type TestShop } from '../shop.ts';

let shop: TestShop;
beforeEach(async () => {
  shop = await openShop({ patienceMs: 200 });
});
afterEach(() => shop.stop());

const get = (path: string, init?: RequestInit) => fetch(`${shop.url}${path}`, init);
const stock = () => shop.books.read((reading) => reading.stock('wood'));
const said = async (response: Response) => [response.status, await response.json()];
const [BUYER, SELLER] = ['b'.repeat(24), 'c'.repeat(24)];
const one = { item: 'wood', quantity: 1 };

/** What a client gets that writes bytes, and no more than those. */
async function raw(text: string): Promise<string> {
  const socket = connect(Number(new URL(shop.url).port), '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk) => (answer += String(chunk)));
  socket.write(text);
  await once(socket, 'close');
  return answer;
}

describe('the HTTP face of a shop', () => {
  it('is live with an empty body', async () => {
    const response = await get('/live');
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  it('says on every answer who answers, and whose books these are', async () => {
    for (const path of ['/live', '/nowhere', '/ready']) {
      const { headers } = await get(path);
      expect([headers.get('civ-pod'), headers.get('civ-books'), headers.get('civ-clock')]).toEqual([
        `woodworker-1@${shop.url.slice(7)}`,
        shop.books.id,
        '0',
      ]);
    }
  });

  it('is ready once it holds the minimum, and until it closes', async () => {
    expect(await said(await get('/ready'))).toEqual([503, { error: 'Not ready', code: 'not-ready' }]);
    await shop.hold('wood', 1);
    expect((await get('/ready')).status).toBe(200);
    shop.closing = true;
    expect((await get('/ready')).status).toBe(503);
  });

  it('shows its inventory in decimal strings', async () => {
    await shop.hold('stone', 3);
    const response = await get('/inventory');
    expect([response.headers.get('content-type'), await response.text()]).toEqual(['application/json', '{"stone":"3","wood":"0"}']);
  });

  it('shows its books', async () => {
    await shop.hold('wood', 10);
    await shop.post({ item: 'wood', quantity: 2 }, { 'idempotency-key': 'k', 'civ-from': BUYER });
    await shop.books.commit((ledger) => {
      const intent = { quantity: 5, store: 'http://s', address: null, asked: null, placed: 0 };
      ledger.intend({ ...intent, key: 'a', good: 'stone', seller: SELLER, doubt: null });
      ledger.intend({ ...intent, key: 'b', good: 'stone', seller: null, doubt: 'foreign' });
    });
    const none = { produced: 0, bought: 0, consumed: 0, sold: 0, stock: 0, inDoubt: 0, balances: true };
    expect(await (await get('/books')).json()).toEqual({
      version: 1,
      id: shop.books.id,
      since: shop.books.since,
      pod: `woodworker-1@${shop.url.slice(7)}`,
      sales: 1,
      goods: { wood: { ...none, produced: 10, sold: 2, stock: 8 }, stone: { ...none, inDoubt: 5 } },
      with: { [BUYER]: { wood: { sold: 2, bought: 0, open: 0 } }, [SELLER]: { stone: { sold: 0, bought: 0, open: 5 } } },
    });
  });

  it('shows its books in pages', async () => {
    await shop.books.commit((ledger) => {
      for (let number = 0; number < PARTNERS_A_PAGE + 1; number += 1) ledger.deal(String(number).padStart(24, '0'), 'wood', { sold: 1 });
    });
    const page = async (path: string) => (await (await get(path)).json()) as BooksPage;
    const first = await page('/books');
    expect([Object.keys(first.with).length, first.next]).toEqual([PARTNERS_A_PAGE, String(PARTNERS_A_PAGE - 1).padStart(24, '0')]);
    const last = await page(`/books?after=${first.next ?? ''}`);
    expect([Object.keys(last.with), last.next]).toEqual([[String(PARTNERS_A_PAGE).padStart(24, '0')], undefined]);
    expect(await said(await get('/books?after=x'))).toEqual([
      400,
      { error: 'after: give the "next" of the page before', code: 'bad-request' },
    ]);
  });

  it('serves its metrics', async () => expect(await (await get('/metrics')).text()).toBe('goods 1\n'));

  it('knows no other place', async () => {
    for (const path of ['/', '/Live', '/live/', '/sales']) {
      const response = await get(path);
      expect([response.headers.get('connection'), ...(await said(response))]).toEqual([
        'keep-alive',
        404,
        { error: 'Not found', code: 'not-found' },
      ]);
    }
    expect(await said(await get('/sales/%zz'))).toEqual([400, { error: 'the address is not well formed', code: 'bad-request' }]);
  });

  it.each([
    ['DELETE', '/sell', 'POST'],
    ['GET', '/sell', 'POST'],
    ['POST', '/live', 'GET, HEAD'],
    ['PUT', '/books', 'GET, HEAD'],
    ['OPTIONS', '/inventory', 'GET, HEAD'],
    ['POST', '/sales/k', 'GET, HEAD, DELETE'],
  ])('refuses %s %s, and says what it allows', async (method, path, allow) => {
    const response = await get(path, { method });
    expect([response.headers.get('allow'), ...(await said(response))]).toEqual([
      allow,
      405,
      { error: 'Method not allowed', code: 'not-allowed' },
    ]);
  });

  it('answers HEAD without a body', async () => {
    const response = await get('/inventory', { method: 'HEAD' });
    expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([200, '12', '']);
  });
});

describe('a sale', () => {
  const ask = async (path: string, headers: Readonly<Record<string, string>>, body: string) => {
    const response = await get(path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
    const { date: _, ...kept } = Object.fromEntries(response.headers);
    return { status: response.status, headers: kept, body: await response.text() };
  };

  it.each<[string, number, Readonly<Record<string, string>>, string]>([
    ['without a key', 200, {}, JSON.stringify(one)],
    ['under a key', 200, { 'idempotency-key': 'k', 'civ-from': BUYER }, JSON.stringify(one)],
    ['of too much', 409, { 'idempotency-key': 'k' }, JSON.stringify({ ...one, quantity: 100 })],
    ['meant for others', 421, { 'civ-for': SELLER }, JSON.stringify(one)],
    ['by a web page', 403, { origin: 'http://evil.example' }, JSON.stringify(one)],
    ['without sense', 400, {}, '{'],
    ['as long as a book', 413, {}, ' '.repeat(20_000)],
  ])('%s is answered the same, header by header, also where the routes of the app have to find it', async (_, status, headers, body) => {
    await shop.hold('wood', 10);
    const atOnce = await ask('/sell', headers, body);
    const routed = await ask(
      '/sell?',
      { ...headers, ...(headers['idempotency-key'] === undefined ? {} : { 'idempotency-key': 'other' }) },
      body,
    );
    expect(atOnce.status).toBe(status);
    const key = atOnce.headers['civ-key'] === 'k' ? { 'civ-key': 'other' } : {};
    expect(routed).toEqual({ ...atOnce, headers: { ...atOnce.headers, ...key } });
  });
});

describe('a sale without a key', () => {
  it('takes what is sold, with an empty 200', async () => {
    await shop.hold('wood', 10);
    const response = await shop.post({ item: 'wood', quantity: 9 });
    expect([response.status, await response.text(), stock()]).toEqual([200, '', 1]);
  });

  it("of more than is above the minimum is refused in the seed's words", async () => {
    await shop.hold('wood', 10);
    expect(await said(await shop.post({ item: 'wood', quantity: 10 }))).toEqual([
      409,
      { error: 'Not enough inventory', code: 'not-enough' },
    ]);
    expect(stock()).toBe(10);
  });

  it.each([
    ['{', 'body: is not JSON'],
    ['"wood"', 'body: give a JSON object'],
    ['[]', 'body: give a JSON object'],
    ['null', 'body: give a JSON object'],
    [{ quantity: 1 }, 'item: give the name of a good'],
    [{ item: 7, quantity: 1 }, 'item: give the name of a good'],
    [{ item: '__proto__', quantity: 1 }, 'item: give the name of a good'],
    [{ item: 'gold', quantity: 1 }, 'item: is not made here'],
    [{ item: 'wood' }, 'quantity: is missing: give a whole number from 1 to 1,000,000'],
    [{ item: 'wood', quantity: 0 }, 'quantity: is 0: give a whole number from 1 to 1,000,000'],
    [{ item: 'wood', quantity: -5 }, 'quantity: is -5: give a whole number from 1 to 1,000,000'],
    [{ item: 'wood', quantity: 1.5 }, 'quantity: is 1.5: give a whole number from 1 to 1,000,000'],
    [{ item: 'wood', quantity: '5' }, 'quantity: is "5": give a whole number from 1 to 1,000,000'],
    [{ item: 'wood', quantity: 1_000_001 }, 'quantity: is 1000001: give a whole number from 1 to 1,000,000'],
    [{ item: 'wood', quantity: 1, atLeast: 1 }, 'atLeast: is unknown here: the fields are item, quantity'],
  ])('%j is refused: %s', async (body, error) => {
    await shop.hold('wood', 10);
    const [status, answer] = await said(await shop.post(body));
    expect([status, answer]).toEqual([400, { error, code: error.endsWith('made here') ? 'unknown-good' : 'bad-request' }]);
    expect(stock()).toBe(10);
  });

  it('in another type, or too long, is not read', async () => {
    expect(await said(await shop.post(one, { 'content-type': 'text/plain' }))).toEqual([
      415,
      { error: 'Content-Type: give application/json', code: 'not-json' },
    ]);
    expect(await said(await shop.post(one, { 'content-encoding': 'gzip' }))).toEqual([
      415,
      { error: 'Content-Encoding: is not understood here', code: 'not-json' },
    ]);
    expect(await said(await shop.post(`"${'x'.repeat(20_000)}"`))).toEqual([
      413,
      { error: 'The body is longer than 16 KB', code: 'too-large' },
    ]);
    expect((await shop.post(one, { 'content-type': 'application/json; charset=utf-8' })).status).toBe(409);
  });

  it('of unknown length that turns out too long is cut off', async () => {
    const chunk = `1000\r\n${'x'.repeat(4_096)}\r\n`;
    expect(await raw(`POST /sell HTTP/1.1\r\nHost: s\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(5)}`)).toMatch(
      /^HTTP\/1\.1 413 .*\r\nConnection: close\r\n/s,
    );
  });

  it('from a client that is too slow is cut off', async () => {
    expect(await raw('POST /sell HTTP/1.1\r\nHost: s\r\nContent-')).toMatch(/^HTTP\/1\.1 408 /);
    expect(await raw('POST /sell HTTP/1.1\r\nHost: s\r\nContent-Length: 5\r\n\r\n{')).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('that is no HTTP is refused', async () => {
    const answer = await raw('hello\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 .*"code":"bad-request"}$/s);
    expect(answer).toContain(`Civ-Books: ${shop.books.id}\r\n`);
  });
});

describe('a web page', () => {
  const no = [
    403,
    { error: 'A web page cannot trade here: send the request without Origin, and not from another site', code: 'cross-site' },
  ];
  // Without a Content-Type, a browser asks nobody beforehand. It is not fetch that sends this: fetch may not set such headers.
  const send = async (method: string, path: string, header: string) => {
    const answer = await raw(
      `${method} ${path} HTTP/1.1\r\nHost: s\r\n${header}\r\nConnection: close\r\nContent-Length: 28\r\n\r\n{"item":"wood","quantity":1}`,
    );
    return [Number(answer.split(' ')[1]), JSON.parse(answer.split('\r\n\r\n')[1] || 'null')];
  };

  it.each(['Origin: http://evil.example', 'Origin: null', 'Origin: http://127.0.0.1', 'Sec-Fetch-Site: cross-site'])(
    'that shows itself by %s buys nothing, and cancels nothing',
    async (header) => {
      await shop.hold('wood', 10);
      expect([await send('POST', '/sell', header), await send('DELETE', '/sales/k', header), stock()]).toEqual([no, no, 10]);
      expect(shop.books.read((reading) => reading.keptKeys())).toEqual([]);
    },
  );

  it.each(['Sec-Fetch-Site: none', 'X-Nothing: special'])('is not what sends %s', async (header) => {
    await shop.hold('wood', 10);
    expect([await send('POST', '/sell', header), stock()]).toEqual([[200, null], 9]);
  });
});

describe('a shop that makes two goods', () => {
  it('is ready when it holds enough of both', async () => {
    const other = await openShop({ directions: [wood(), wood({ product: 'bark', minimum: 2 })] });
    await other.hold('wood', 1);
    expect((await fetch(`${other.url}/ready`)).status).toBe(503);
    await other.hold('bark', 2);
    expect((await fetch(`${other.url}/ready`)).status).toBe(200);
    await other.stop();
  });
});
