import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openShop, type TestShop } from '../shop.ts';

const [HEIR, STRANGER] = ['b'.repeat(24), 'a'.repeat(24)];

let shop: TestShop;
beforeEach(async () => {
  shop = await openShop();
  await shop.hold('wood', 10);
  await shop.hold('rope', 3); // bought once, and not made here
});
afterEach(() => shop.stop());

const stock = (good: string) => shop.books.read((reading) => reading.stock(good));
const buy = async (key: string, good: string, { from = HEIR, heir = true, quantity = 100 } = {}) => {
  const headers = { 'idempotency-key': key, 'civ-from': from, ...(heir ? { 'civ-heir': '1' } : {}) };
  const response = await shop.post({ item: good, quantity, atLeast: 1 }, headers);
  return [response.status, await response.json()];
};
const closed = [409, { error: 'The shop is closing', code: 'closing' }];

describe('a shop that closes', () => {
  beforeEach(() => {
    shop.closing = true;
    shop.heirs.add(HEIR);
  });

  it('sells all that it holds to an heir that it has asked, below its minimum and what it does not make', async () => {
    expect([await buy('k', 'wood'), await buy('l', 'rope')]).toEqual([
      [200, { sold: 10 }],
      [200, { sold: 3 }],
    ]);
    expect([stock('wood'), stock('rope')]).toEqual([0, 0]);
  });

  it('answers the same under the same key, and gives nothing twice', async () => {
    await buy('k', 'wood');
    expect([await buy('k', 'wood'), await buy('m', 'wood')]).toEqual([
      [200, { sold: 10 }],
      [409, { error: 'Not enough inventory', code: 'not-enough' }],
    ]);
  });

  it('sells nothing to one that it has not asked, nor to one that does not come as an heir', async () => {
    expect([await buy('k', 'wood', { from: STRANGER }), await buy('l', 'wood', { heir: false })]).toEqual([closed, closed]);
    expect(stock('wood')).toBe(10);
  });
});

describe('a shop that is open', () => {
  it('keeps its minimum from an heir as from anybody', async () => {
    shop.heirs.add(HEIR);
    expect([await buy('k', 'wood'), stock('wood')]).toEqual([[200, { sold: 9 }], 1]);
    expect((await buy('l', 'rope'))[0]).toBe(400);
  });

  const ask = (body: unknown, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${shop.url}/heir`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });

  it('comes for what another leaves when it is asked to', async () => {
    expect((await ask({ pod: 'wood-2@127.0.0.1:8081', books: STRANGER })).status).toBe(202);
    expect(shop.inherits).toEqual([{ address: '127.0.0.1:8081', books: STRANGER }]);
  });

  it('does not come while it closes itself', async () => {
    shop.closing = true;
    expect((await ask({ pod: 'wood-2@127.0.0.1:8081', books: STRANGER })).status).toBe(409);
    expect(shop.inherits).toEqual([]);
  });

  it.each([
    [{ pod: 'wood-2@127.0.0.1:8081' }, 'books: '],
    [{ pod: 'wood-2@127.0.0.1:8081', books: 'x' }, 'books: '],
    [{ books: STRANGER }, 'pod: '],
    [{ pod: 'wood-2@169.254.169.254:80', books: STRANGER }, 'pod: '],
    [{ pod: 'wood-2@example.com:80', books: STRANGER }, 'pod: '],
    [{ pod: 'wood-2@127.0.0.1:8081', books: STRANGER, good: 'wood' }, 'good: '],
    [[], 'body: '],
  ])('refuses %j with the field that is wrong', async (body, start) => {
    const response = await ask(body);
    expect([response.status, ((await response.json()) as { readonly error: string }).error.slice(0, start.length)]).toEqual([400, start]);
    expect(shop.inherits).toEqual([]);
  });

  it('does not come to its own books, nor for a web page', async () => {
    expect((await ask({ pod: 'wood-2@127.0.0.1:8081', books: shop.books.id })).status).toBe(400);
    expect((await ask({ pod: 'wood-2@127.0.0.1:8081', books: STRANGER }, { origin: 'http://evil.example' })).status).toBe(403);
    expect(shop.inherits).toEqual([]);
  });
});
