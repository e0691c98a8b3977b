import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import { openBooks, type Books } from '../../../worker/books/books.ts';
import type { Intent } from '../../../worker/books/intent.ts';
import type { WorkerEvent } from '../../../worker/chronicle.ts';
import type { ShopAnswer, ShopQuestion } from '../../../worker/trade/ask.ts';
import { createBuyer, type Buyer } from '../../../worker/trade/buyer.ts';
import { createVirtualClock, type VirtualClock } from '../../ground/time/virtual-clock.ts';

const [SELLER, OTHERS] = ['5'.repeat(24), '0'.repeat(24)];
const HALF_AN_HOUR = 30 * 60_000;
const input = { product: 'stone', store: 'http://stoneworker', amount: 3 };
const from = (books: string, address = '10.0.0.1:8080') => ({ 'civ-books': books, 'civ-pod': `s@${address}`, 'civ-clock': '77' });
const answered = (status: number, body: unknown = {}, headers: Record<string, string> = from(SELLER)): ShopAnswer => ({
  is: 'answered',
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
/** As a worker of now answers, which says under which key. */
const underKey =
  (status: number, body: unknown = {}) =>
  (question: ShopQuestion) =>
    answered(status, body, { ...from(SELLER), 'civ-key': question.headers?.['idempotency-key'] ?? question.url.split('/').at(-1) ?? '' });
const stocked = answered(200, { stone: '9' });
const unreached: ShopAnswer = { is: 'unreached', why: 'connection refused' };
const silent: ShopAnswer = { is: 'silent', why: 'cut off' };

let books: Books;
let clock: VirtualClock;
/** Where the answer depends on the question, a function of it. */
let script: (ShopAnswer | ((question: ShopQuestion) => ShopAnswer))[];
let asked: ShopQuestion[];
let told: WorkerEvent[];
let stop: AbortController;
let buyer: Buyer;

const open = () => {
  stop = new AbortController();
  const ask = async (question: ShopQuestion) => {
    asked.push(question);
    const next = script.shift() ?? silent;
    return typeof next === 'function' ? next(question) : next;
  };
  buyer = createBuyer({
    books,
    ask,
    announce: (happening) => told.push(happening),
    clock,
    date: () => clock.now(),
    random: () => 1,
    reach: 'pods',
    signal: stop.signal,
  });
};
beforeEach(() => {
  [script, asked, told] = [[], [], []];
  books = openBooks();
  clock = createVirtualClock();
  open();
});
afterEach(() => {
  stop.abort();
  books.close();
});

const routes = () => asked.map(({ method = 'GET', url }) => `${method} ${url.replace(/[0-9a-f-]{36}/, '<key>')}`);
const goods = () => books.read((reading) => reading.goods().get('stone'));
const intents = () => books.read((reading) => reading.intents());
const dealings = () => books.read((reading) => reading.dealings('', 99));
/** Lets time pass in steps, and before each of them all that goes on come to its next pause. */
const pass = async (ms: number, step = 1_000) => {
  for (let passed = 0; passed < ms; passed += step) {
    for (let turn = 0; turn < 8; turn += 1) await setImmediate();
    await clock.advance(step);
  }
};
/** Buys against a script of answers, and lets time pass until it is over. */
const buy = async (answers: typeof script) => {
  script = [stocked, ...answers];
  const bought = buyer.buy(input);
  await pass(20_000);
  await bought;
};

describe('an heir', () => {
  const closing = { address: '10.0.0.7:8080', books: SELLER };
  const inherit = async (answers: typeof script) => {
    script = answers;
    const inherited = buyer.inherit(closing, ['stone', 'rope', 'nail']);
    await pass(20_000);
    await inherited;
  };

  it('buys all that a closing worker holds of what it was told to fetch, under keys as ever', async () => {
    await inherit([answered(200, { stone: '9', rope: '2', nail: '0', gold: '5' }), underKey(200, { sold: 9 }), underKey(200, { sold: 2 })]);
    expect(routes()).toEqual(['GET http://10.0.0.7:8080/inventory', 'POST http://10.0.0.7:8080/sell', 'POST http://10.0.0.7:8080/sell']);
    expect(asked.slice(1).map(({ body, headers }) => [body, headers?.['civ-heir'], headers?.['civ-for']])).toEqual([
      ['{"item":"stone","quantity":9,"atLeast":1}', '1', SELLER],
      ['{"item":"rope","quantity":2,"atLeast":1}', '1', SELLER],
    ]);
    expect([goods()?.stock, intents()]).toEqual([9, []]);
  });

  it('buys once, though the first answer is lost', async () => {
    await inherit([answered(200, { stone: '9' }), silent, underKey(200, { sold: 9 })]);
    expect([goods()?.bought, new Set(asked.slice(1).map(({ headers }) => headers?.['idempotency-key'])).size]).toEqual([9, 1]);
  });

  it('buys nothing where other books answer, or nobody', async () => {
    await inherit([answered(200, { stone: '9' }, from(OTHERS))]);
    await inherit([unreached]);
    expect([goods(), intents(), routes().filter((route) => route.startsWith('POST'))]).toEqual([undefined, [], []]);
  });
});

describe('a buyer', () => {
  it('asks the store, writes its intent, buys from the books that it found, and credits what was sold', async () => {
    await buy([answered(200, { sold: 2 })]);
    expect(routes()).toEqual(['GET http://stoneworker/inventory', 'POST http://10.0.0.1:8080/sell']);
    const [, sale] = asked;
    expect(sale?.headers).toEqual({
      'civ-for': SELLER,
      'civ-from': books.id,
      'civ-asked': '77',
      'idempotency-key': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(sale?.body).toBe('{"item":"stone","quantity":3,"atLeast":1}');
    expect([goods()?.bought, goods()?.stock, intents(), dealings()]).toEqual([
      2,
      2,
      [],
      [{ books: SELLER, good: 'stone', sold: 0, bought: 2, doubted: 0 }],
    ]);
  });

  it('has its intent on disk before the first byte goes out', async () => {
    let found: readonly Intent[] = [];
    const watching = createBuyer({
      books,
      ask: async ({ method }) => {
        if (method !== 'POST') return stocked;
        found = intents();
        return answered(409);
      },
      announce: () => undefined,
      clock,
      date: () => 5,
      random: () => 1,
      reach: 'pods',
      signal: stop.signal,
    });
    await watching.buy(input);
    expect(found).toEqual([
      {
        key: expect.any(String),
        good: 'stone',
        quantity: 3,
        store: 'http://stoneworker',
        seller: SELLER,
        address: '10.0.0.1:8080',
        asked: 77,
        placed: 5,
        doubt: null,
      },
    ]);
  });

  it.each([
    ['nobody answers', unreached, 'connection refused'],
    ['the store is down', answered(503), 'the store answered 503'],
    ['the store has none', answered(200, { stone: '0' }), 'the store has none'],
    ['the store does not know the good', answered(200, {}), 'the store has none'],
    ['the answer is no inventory', answered(200, 'hello'), 'the store has none'],
  ])('sends nothing where %s', async (_, answer, why) => {
    script = [answer];
    await buyer.buy(input);
    expect([routes(), told]).toEqual([
      ['GET http://stoneworker/inventory'],
      [{ is: 'not-bought', good: 'stone', store: 'http://stoneworker', why }],
    ]);
  });

  it.each([
    ['was refused', [underKey(409)]],
    ['was refused for a reason that is not known yet', [underKey(400)]],
    ['was refused by a worker of before', [answered(409)]],
    ['was another purchase for a worker of before', [answered(422)]],
    ['reached nobody', [unreached]],
  ])('ends with nothing a purchase that %s', async (_, answers) => {
    await buy(answers);
    expect([asked.length, goods(), intents()]).toEqual([2, undefined, []]);
  });

  it.each([
    ['no answer', silent],
    ['half an answer', answered(200, '{"sold":')],
    ['more than was asked for', answered(200, { sold: 4 })],
    ['500', answered(500)],
    ...[400, 403, 404, 405, 408, 413, 415, 421, 425, 429, 431].map(
      (status) => [`a ${status} that does not say its key`, answered(status)] as const,
    ),
    ...[200, 400, 409, 410, 422].flatMap((status) => [
      [`a ${status} that was given under no key`, answered(status, { sold: 1 }, { ...from(SELLER), 'civ-key': '' })] as const,
      [`a ${status} under another key`, answered(status, { sold: 1 }, { ...from(SELLER), 'civ-key': 'another' })] as const,
    ]),
    ['other books at its first attempt', answered(421, {}, { ...from(OTHERS), 'civ-key': '' })],
    ['a refusal of somebody else', answered(404, {}, {})],
    ['a success of somebody else', answered(200, { sold: 3 }, from(OTHERS))],
    ['a 421 that no books have signed', answered(421, {}, {})],
  ])('asks again under the same key after %s', async (_, answer) => {
    await buy([answer, underKey(200, { sold: 3 })]);
    expect(routes().slice(1)).toEqual(['POST http://10.0.0.1:8080/sell', 'POST http://stoneworker/sell']);
    expect(new Set(asked.slice(1).map(({ headers }) => headers?.['idempotency-key'])).size).toBe(1);
    expect([goods()?.bought, intents()]).toEqual([3, []]);
  });

  it('goes by turns to the address and through the store, and follows books that have moved', async () => {
    const moved = from(SELLER, '10.0.0.9:8080');
    await buy([silent, answered(421, {}, from(OTHERS)), unreached, answered(503, {}, moved), silent, silent, answered(409)]);
    expect(routes().slice(1)).toEqual([
      'POST http://10.0.0.1:8080/sell',
      'POST http://stoneworker/sell',
      'POST http://10.0.0.1:8080/sell',
      'POST http://stoneworker/sell',
      'POST http://10.0.0.9:8080/sell',
      'POST http://stoneworker/sell',
      'POST http://10.0.0.9:8080/sell',
    ]);
    expect(intents()).toEqual([]);
  });

  it('does not go where no shop can be', async () => {
    script = [answered(200, { stone: '9' }, from(SELLER, '169.254.169.254:80')), answered(200, { sold: 1 })];
    await buyer.buy(input);
    expect(routes()).toEqual(['GET http://stoneworker/inventory', 'POST http://stoneworker/sell']);
  });

  it('buys from an older worker too, that tells no time', async () => {
    const old = { 'civ-books': SELLER, 'civ-pod': 's@10.0.0.1:8080' };
    script = [answered(200, { stone: 9 }, old), answered(200, { sold: 3 }, old)];
    await buyer.buy(input);
    expect([Object.keys(asked[1]?.headers ?? {}), goods()?.bought]).toEqual([['civ-for', 'civ-from', 'idempotency-key'], 3]);
  });

  it('sends only the cancellation after half an hour, and credits what had been sold', async () => {
    script = [stocked];
    const bought = buyer.buy(input);
    await pass(HALF_AN_HOUR + 20_000, 5_000);
    await bought;
    const sales = routes().filter((route) => route.startsWith('POST')).length;
    expect(routes().at(-1)).toMatch(/^DELETE http:.*\/sales\/<key>$/);
    expect(intents()).toEqual([expect.objectContaining({ doubt: 'late' })]);
    script = [answered(404), answered(200, { sold: 3 })];
    await pass(HALF_AN_HOUR, 5_000);
    expect([goods()?.bought, intents(), routes().filter((route) => route.startsWith('POST')).length]).toEqual([3, [], sales]);
  });

  it('is in doubt, without end, about books that never come back, and asks ever more rarely', async () => {
    script = [stocked];
    const bought = buyer.buy(input);
    await pass(HALF_AN_HOUR + 8 * 3_600_000, 60_000);
    await bought;
    const before = asked.length;
    await pass(10 * 3_600_000, 60_000);
    expect([asked.length - before, intents().map(({ doubt }) => doubt), goods()]).toEqual([10, ['late'], undefined]);
  });

  it('asks no more about a late purchase once it is one of too many, and summed up', async () => {
    script = [stocked];
    const bought = buyer.buy(input);
    await pass(HALF_AN_HOUR + 20_000, 5_000);
    await bought;
    await books.commit((ledger) => ledger.sumUpDoubts(0));
    const before = asked.length;
    script = [underKey(200, { sold: 3 })];
    await pass(2 * 3_600_000, 60_000);
    await buyer.idle();
    expect([asked.length, intents(), goods(), books.read((reading) => reading.doubts().get('stone'))]).toEqual([before, [], undefined, 3]);
  });

  it('is in doubt about a key that the seller has forgotten, and asks no more', async () => {
    await buy([silent, answered(410)]);
    expect([asked.length, intents().map(({ doubt }) => doubt), goods()]).toEqual([3, ['forgotten'], undefined]);
    expect(told.at(-1)).toEqual({
      is: 'in-doubt',
      good: 'stone',
      quantity: 3,
      store: 'http://stoneworker',
      key: intents()[0]?.key,
      reason: 'forgotten',
    });
  });

  it('begins no more purchases of a good at a store where sixteen of it are open, and still buys from another', async () => {
    for (let number = 0; number < 17; number += 1) {
      script = [stocked];
      const bought = buyer.buy(input);
      await pass(6_000);
      await bought;
    }
    expect([intents().length, told.at(-1)]).toEqual([
      16,
      { is: 'not-bought', good: 'stone', store: 'http://stoneworker', why: 'too many purchases from it are not settled yet' },
    ]);
    script = [stocked, underKey(200, { sold: 2 })];
    await buyer.buy({ ...input, store: 'http://honest' });
    expect([goods()?.bought, told.at(-1)]).toMatchObject([2, { is: 'bought', store: 'http://honest' }]);
  });
});

describe('a buyer from a store that keeps no books', () => {
  const seedStock = answered(200, { stone: 9 }, {});
  it.each([
    ['credits a success', answered(200, '', {}), 3, []],
    ['ends with nothing at a refusal', answered(409, 'Not enough inventory', {}), undefined, []],
    ['ends with nothing where nobody was reached', unreached, undefined, []],
    ['is in doubt at once after silence', silent, undefined, ['foreign']],
    ['is in doubt at once after a failure', answered(500, '', {}), undefined, ['foreign']],
  ])('%s, and asks once', async (_, answer, bought, doubts) => {
    script = [seedStock, answer];
    await buyer.buy(input);
    expect([goods()?.bought, intents().map(({ doubt }) => doubt), dealings()]).toEqual([bought, doubts, []]);
    expect(routes()).toEqual(['GET http://stoneworker/inventory', 'POST http://stoneworker/sell']);
    expect([asked[1]?.headers, asked[1]?.body]).toEqual([undefined, '{"item":"stone","quantity":3}']);
  });
});

describe('a buyer that starts again', () => {
  const intent = (unlike: Partial<Intent> = {}): Intent => ({
    key: 'k',
    good: 'stone',
    quantity: 3,
    store: 'http://stoneworker',
    seller: SELLER,
    address: '10.0.0.1:8080',
    asked: 77,
    placed: 0,
    doubt: null,
    ...unlike,
  });
  const resumeWith = async (found: Intent, answers: readonly ShopAnswer[]) => {
    await books.commit((ledger) => ledger.intend(found));
    script = [...answers];
    await buyer.resume();
  };

  it('asks under the key that it finds, and what other books say decides nothing', async () => {
    await resumeWith(intent(), [answered(421, {}, from(OTHERS))]);
    expect([asked[0]?.headers?.['idempotency-key'], intents().length]).toEqual(['k', 1]);
    script = [answered(200, { sold: 3 })];
    await pass(1_000);
    expect([goods()?.bought, intents()]).toEqual([3, []]);
  });

  it('cancels what was late already', async () => {
    await resumeWith(intent({ doubt: 'late' }), [answered(200, { sold: 0 })]);
    await buyer.idle();
    expect([routes(), intents(), goods()]).toEqual([['DELETE http://10.0.0.1:8080/sales/k'], [], undefined]);
  });

  it.each([0, 3])('cancels at once what the seller does not make, and credits what it had sold as one that closed: %d', async (sold) => {
    const notMade = answered(400, { error: 'item: is not made here', code: 'unknown-good' }, { ...from(SELLER), 'civ-key': '' });
    await resumeWith(intent(), [notMade, answered(200, { sold }, { ...from(SELLER), 'civ-key': 'k' })]);
    await pass(1_000);
    expect(routes()).toEqual(['POST http://10.0.0.1:8080/sell', 'DELETE http://10.0.0.1:8080/sales/k']);
    expect([intents(), goods()?.bought ?? 0]).toEqual([[], sold]);
  });

  it('counts as late what it cannot cancel either', async () => {
    await resumeWith(intent(), [answered(400, { code: 'unknown-good' }, { ...from(SELLER), 'civ-key': '' })]);
    await pass(HALF_AN_HOUR + 8 * 3_600_000, 60_000);
    expect(intents().map(({ doubt }) => doubt)).toEqual(['late']);
  });

  it('asks a store that keeps no books nothing', async () => {
    await resumeWith(intent({ seller: null, address: null, asked: null }), []);
    expect([routes(), intents().map(({ doubt }) => doubt)]).toEqual([[], ['foreign']]);
  });

  it('leaves alone what nobody will ever tell', async () => {
    await resumeWith(intent({ doubt: 'forgotten' }), []);
    expect([routes(), intents().length]).toEqual([[], 1]);
  });

  it('sends no sale after two hours of sleep, only the cancellation', async () => {
    await clock.advance(2 * 3_600_000);
    await resumeWith(intent(), [answered(200, { sold: 3 })]);
    await buyer.idle();
    expect([routes(), goods()?.bought]).toEqual([['DELETE http://10.0.0.1:8080/sales/k'], 3]);
  });

  it('leaves to the next process what its own end cuts short', async () => {
    script = [stocked];
    const bought = buyer.buy(input);
    await pass(300, 100);
    stop.abort();
    await bought;
    await buyer.idle();
    expect(intents()).toEqual([expect.objectContaining({ doubt: null })]);
  });
});
