import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KEPT_MS } from '../../../worker/books/memory.ts';
import { SHARES_BOUNDS } from '../../../worker/books/shares.ts';
import { openShop, type TestShop } from '../shop.ts';

let shop: TestShop;
beforeEach(async () => {
  shop = await openShop();
  await shop.hold('wood', 10);
});
afterEach(() => shop.stop());

const [BUYER, ANOTHER] = ['b'.repeat(24), 'a'.repeat(24)];
const five = { item: 'wood', quantity: 5 };
const stock = () => shop.books.read((reading) => reading.stock('wood'));
const said = async (response: Response) => [response.status, await response.json()];
const buy = async (key: string, body: object = five, headers: object = {}) =>
  said(await shop.post(body, { 'idempotency-key': key, ...headers }));
const at = async (method: string, key: string, headers: Record<string, string> = {}) =>
  said(await fetch(`${shop.url}/sales/${encodeURIComponent(key)}`, { method, headers }));
const refused = (error: string, code: string) => ({ error, code });
const runFor = async (ms: number) => {
  for (let left = ms; left > 0; left -= 2_000) await shop.memory.tick(2_000);
};

describe('a sale under a key', () => {
  it('happens once, and gets the same answer every time', async () => {
    expect([await buy('k'), await buy('k'), stock()]).toEqual([[200, { sold: 5 }], [200, { sold: 5 }], 5]);
  });

  it('happens once for copies that arrive together', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => buy('k')));
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(new Set(['[200,{"sold":5}]']));
    expect(stock()).toBe(5);
  });

  it('stays refused, though there is enough later', async () => {
    const no = [409, refused('Not enough inventory', 'not-enough')];
    expect(await buy('k', { item: 'wood', quantity: 10 })).toEqual(no);
    await shop.hold('wood', 90);
    expect([await buy('k', { item: 'wood', quantity: 10 }), stock()]).toEqual([no, 100]);
  });

  it('sells the smaller lot where the buyer takes it', async () => {
    expect(await buy('k', { item: 'wood', quantity: 20, atLeast: 9 })).toEqual([200, { sold: 9 }]);
    expect(await buy('l', { item: 'wood', quantity: 20, atLeast: 1 })).toEqual([409, refused('Not enough inventory', 'not-enough')]);
  });

  it.each([
    [{ item: 'wood', quantity: 4 }, {}],
    [{ item: 'wood', quantity: 5, atLeast: 5 }, {}],
    [five, { 'civ-from': ANOTHER }],
  ])('is not answered for another order: %j %j', async (body, headers) => {
    await buy('k');
    expect([await buy('k', body, headers), stock()]).toEqual([
      [422, refused('Idempotency-Key: was used for another purchase', 'another-order')],
      5,
    ]);
  });

  it.each(['', 'a b', 'é', 'x'.repeat(256)])('needs a key of visible ASCII: %j', async (key) => {
    // Bytes of a header are Latin-1.
    expect(await buy(key)).toEqual([400, refused('Idempotency-Key: give 1 to 255 visible ASCII characters', 'bad-request')]);
  });

  it.each([
    [{ atLeast: 0 }, 'atLeast: is 0: give a whole number from 1 to 5'],
    [{ atLeast: 6 }, 'atLeast: is 6: give a whole number from 1 to 5'],
    [{ colour: 'red' }, 'colour: is unknown here: the fields are item, quantity, atLeast'],
  ])('with %j is refused', async (more, error) =>
    expect(await buy('k', { ...five, ...more })).toEqual([400, refused(error, 'bad-request')]),
  );

  it('is written down with its buyer', async () => {
    await buy('k', five, { 'civ-from': BUYER });
    expect(shop.books.read((reading) => reading.dealings('', 9))).toEqual([{ books: BUYER, good: 'wood', sold: 5, bought: 0, doubted: 0 }]);
  });

  it.each(['b', 'B'.repeat(24), 'b'.repeat(25), '__proto__', 'b'.repeat(23) + 'g'])('is not sold to books called %j', async (from) =>
    expect([await buy('k', five, { 'civ-from': from }), await at('DELETE', 'k', { 'civ-from': from }), stock()]).toEqual([
      [400, refused("Civ-From: give the id of the buyer's books, 24 hexadecimal digits", 'bad-request')],
      [400, refused("Civ-From: give the id of the buyer's books, 24 hexadecimal digits", 'bad-request')],
      10,
    ]),
  );

  it('says under which key its answer was given, and of any other answer that it was given under none', async () => {
    const keyOf = async (request: Promise<Response>) => (await request).headers.get('civ-key');
    const headers = { 'idempotency-key': 'k' };
    expect(await keyOf(shop.post(five, headers))).toBe('k');
    expect(await keyOf(shop.post({ ...five, quantity: 6 }, headers))).toBe('k');
    expect(await keyOf(shop.post({ item: 'wood', quantity: 99 }, { 'idempotency-key': 'l' }))).toBe('l');
    expect(await keyOf(fetch(`${shop.url}/sales/k`))).toBe('k');
    expect(await keyOf(fetch(`${shop.url}/sales/m%2Fn`, { method: 'DELETE' }))).toBe('m/n');
    for (const none of [
      shop.post(five),
      shop.post({ item: 'gold', quantity: 1 }, { 'idempotency-key': 'gold' }),
      shop.post('{', headers),
      shop.post(five, { ...headers, 'civ-for': 'others' }),
      fetch(`${shop.url}/sales/never`),
      fetch(`${shop.url}/inventory`),
    ])
      expect(await keyOf(none)).toBe('');
  });

  it('does nothing in books that were not meant', async () => {
    const no = [421, refused('These are not the books that were meant', 'other-books')];
    expect([
      await buy('k', five, { 'civ-for': 'others' }),
      await at('GET', 'k', { 'civ-for': 'others' }),
      await at('DELETE', 'k', { 'civ-for': 'others' }),
    ]).toEqual([no, no, no]);
    expect([await buy('k', five, { 'civ-for': shop.books.id }), stock()]).toEqual([[200, { sold: 5 }], 5]);
  });

  it('of what is not made here is refused and not kept: refusals without number take up no room', async () => {
    expect(await buy('k', { item: 'gold', quantity: 1 })).toEqual([400, refused('item: is not made here', 'unknown-good')]);
    shop.closing = true;
    expect(await buy('l', { item: 'gold', quantity: 1 })).toEqual([400, refused('item: is not made here', 'unknown-good')]);
    expect(shop.books.read((reading) => reading.keptKeys())).toEqual([]);
  });

  it('is refused for good by a shop that closes, which still answers for the old ones', async () => {
    await buy('old');
    shop.closing = true;
    const no = [409, refused('The shop is closing', 'closing')];
    expect([await buy('new'), await buy('old'), await at('GET', 'old'), await at('DELETE', 'other')]).toEqual([
      no,
      [200, { sold: 5 }],
      [200, { sold: 5 }],
      [200, { sold: 0 }],
    ]);
    shop.closing = false;
    expect(await buy('new')).toEqual(no);
  });
});

describe('a question about a key', () => {
  it('is answered with what was answered', async () => {
    await buy('a/b%c');
    await buy('no', { item: 'wood', quantity: 100 });
    expect([await at('GET', 'a/b%c'), await at('GET', 'no'), await at('GET', 'x')]).toEqual([
      [200, { sold: 5 }],
      [200, { sold: 0, ...refused('Not enough inventory', 'not-enough') }],
      [404, refused('This key was never seen', 'never-seen')],
    ]);
  });
});

describe('a cancellation', () => {
  it('of what was sold says so', async () => {
    await buy('k');
    expect([await at('DELETE', 'k'), stock()]).toEqual([[200, { sold: 5 }], 5]);
  });
  it('of what was never seen keeps it from ever being sold', async () => {
    expect(await at('DELETE', 'k')).toEqual([200, { sold: 0 }]);
    expect([await buy('k'), await at('DELETE', 'k'), await at('GET', 'k'), stock()]).toEqual([
      [409, refused('This purchase was cancelled', 'cancelled')],
      [200, { sold: 0 }],
      [200, { sold: 0, ...refused('This purchase was cancelled', 'cancelled') }],
      10,
    ]);
  });
  it('of what was refused finds nothing sold', async () => {
    await buy('k', { item: 'wood', quantity: 100 });
    expect(await at('DELETE', 'k')).toEqual([200, { sold: 0 }]);
  });
});

describe('the memory of keys', () => {
  it('is an hour long, and knows afterwards what it may have forgotten', async () => {
    await buy('k', five, { 'civ-asked': '0' });
    await runFor(KEPT_MS);
    expect(await buy('k', five, { 'civ-asked': '0' })).toEqual([200, { sold: 5 }]);
    await runFor(4_000);
    const gone = [410, refused('Keys as old as this one are no longer kept', 'forgotten')];
    const old = { 'civ-asked': '0' };
    expect([
      await buy('k', five, old),
      await at('DELETE', 'k', old),
      await at('GET', 'k', old),
      await buy('never', five, old),
      stock(),
    ]).toEqual([gone, gone, gone, gone, 5]);
    const { headers } = await fetch(`${shop.url}/sales/k`, { headers: old });
    expect([headers.get('civ-kept-since'), headers.get('civ-clock')]).toEqual(['2000', '3604000']);
    expect(await buy('new', { item: 'wood', quantity: 4 }, { 'civ-asked': '3604000' })).toEqual([200, { sold: 4 }]);
  });

  it('loses nothing to a clock that jumps or sleeps', async () => {
    await buy('k');
    await shop.memory.tick(2 * KEPT_MS);
    await shop.memory.tick(-KEPT_MS);
    expect([await buy('k'), shop.memory.now()]).toEqual([[200, { sold: 5 }], 2_000]);
  });

  it('goes on after a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'civ-keys-'));
    const first = await openShop({ folder });
    await first.hold('wood', 10);
    await first.post(five, { 'idempotency-key': 'k' });
    for (let second = 0; second < 31; second += 1) await first.memory.tick(1_000);
    await first.stop();
    const again = await openShop({ folder });
    expect(again.memory.now()).toBe(30_000);
    expect(await said(await again.post(five, { 'idempotency-key': 'k' }))).toEqual([200, { sold: 5 }]);
    await again.stop();
    rmSync(folder, { recursive: true });
  });

  it('is full one day, and then puts off a new key, sells nothing, and answers the old ones', async () => {
    const small = await openShop({ memory: { shares: { ...SHARES_BOUNDS, mostKeys: 2 } } });
    await small.hold('wood', 10);
    const sell = (key: string) => small.post({ item: 'wood', quantity: 1 }, { 'idempotency-key': key });
    expect([(await sell('a')).status, (await sell('b')).status]).toEqual([200, 200]);
    const third = await sell('c');
    expect([third.headers.get('retry-after'), ...(await said(third))]).toEqual([
      '1',
      503,
      refused('2 keys are kept already: free some space, or wait until old keys are forgotten: nothing was written', 'full'),
    ]);
    expect([(await sell('a')).status, small.books.read((reading) => reading.stock('wood'))]).toEqual([200, 8]);
    await small.stop();
  });

  it('cannot be filled by one buyer, nor by one that gives itself ever new ids', async () => {
    const small = await openShop({ memory: { shares: { ...SHARES_BOUNDS, mostKeys: 12 } } });
    await small.hold('wood', 1_000);
    let number = 0;
    const ask = async (buyer: string, quantity: number) =>
      (await small.post({ item: 'wood', quantity }, { 'idempotency-key': `k${(number += 1)}`, 'civ-from': buyer })).status;
    const cancel = async (buyer: string) =>
      (await fetch(`${small.url}/sales/c${(number += 1)}`, { method: 'DELETE', headers: { 'civ-from': buyer } })).status;
    const greedy = [];
    for (let time = 0; time < 8; time += 1) greedy.push(await ask(BUYER, 1));
    expect(greedy).toEqual([200, 200, 200, 200, 200, 200, 200, 503]);
    const liars = [];
    for (let time = 0; time < 4; time += 1) liars.push(await ask(String(time).padStart(24, 'd'), 5_000), await cancel('c'.repeat(24)));
    expect(liars).toEqual([409, 200, 409, 503, 503, 503, 503, 503]);
    expect([await ask(ANOTHER, 1), await ask(ANOTHER, 5_000)]).toEqual([200, 409]);
    await small.stop();
  });

  it('gives its room back after an hour', async () => {
    const small = await openShop({ memory: { shares: { ...SHARES_BOUNDS, mostKeys: 1 } } });
    await small.hold('wood', 10);
    const sell = async (key: string) => (await small.post({ item: 'wood', quantity: 1 }, { 'idempotency-key': key })).status;
    expect([await sell('a'), await sell('b')]).toEqual([200, 503]);
    for (let time = 0; time < KEPT_MS + 4_000; time += 2_000) await small.memory.tick(2_000);
    expect(await sell('b')).toBe(200);
    await small.stop();
  });
});
