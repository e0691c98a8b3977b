import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openBooks, type Books } from '../../../worker/books/books.ts';
import { createAsk, type AskShop } from '../../../worker/trade/ask.ts';
import { createBuyer } from '../../../worker/trade/buyer.ts';
import { createVirtualClock } from '../../ground/time/virtual-clock.ts';
import { openShop, wood, type TestShop } from '../shop.ts';

const MINUTE = 60_000;
let seller: TestShop;
let books: Books;
beforeEach(async () => {
  seller = await openShop({ directions: [wood({ product: 'stone', minimum: 0 })] });
  await seller.hold('stone', 10);
  books = openBooks();
});
afterEach(async () => {
  books.close();
  await seller.stop();
});

/** A buyer whose process is stopped just as its sale is answered, and goes on after a while in which the seller has run on. */
async function sleepThrough(minutes: number, reaches = true) {
  const asked: string[] = [];
  const ask = createAsk();
  const first = new AbortController();
  const falling: AskShop = async (question, signal) => {
    if (question.method !== 'POST') return ask(question, signal);
    if (reaches) await ask(question, signal);
    first.abort();
    return { is: 'silent', why: 'asleep' };
  };
  const watching: AskShop = (question, signal) => {
    asked.push(question.method ?? 'GET');
    return ask(question, signal);
  };
  let date = 0;
  const settling = {
    books,
    announce: () => undefined,
    clock: createVirtualClock(),
    date: () => date,
    random: () => 0,
    reach: 'loopback' as const,
  };
  const falls = createBuyer({ ...settling, ask: falling, signal: first.signal });
  await falls.buy({ product: 'stone', store: seller.url, amount: 3 });
  await falls.idle();
  for (let passed = 0; passed < minutes * MINUTE; passed += 2_000) await seller.memory.tick(2_000);
  date = minutes * MINUTE;
  const wakes = createBuyer({ ...settling, ask: watching, signal: new AbortController().signal });
  await wakes.resume();
  await wakes.idle();
  return asked;
}
const outcome = () => ({
  bought: books.read((reading) => reading.stock('stone')),
  sold: seller.books.read((reading) => reading.goods().get('stone')?.sold),
  doubts: books.read((reading) => reading.intents()).map(({ doubt, quantity }) => [doubt, quantity]),
});

describe('a buyer that sleeps with a purchase open', () => {
  it('for a minute gets what was sold, under the same key', async () => {
    expect(await sleepThrough(1)).toEqual(['POST']);
    expect(outcome()).toEqual({ bought: 3, sold: 3, doubts: [] });
  });

  it('for 40 minutes asks for the cancellation, and gets what was sold', async () => {
    expect(await sleepThrough(40)).toEqual(['DELETE']);
    expect(outcome()).toEqual({ bought: 3, sold: 3, doubts: [] });
  });

  it('for 40 minutes, before its sale has gone out, gets nothing, and nothing is sold', async () => {
    expect(await sleepThrough(40, false)).toEqual(['DELETE']);
    expect(outcome()).toEqual({ bought: 0, sold: 0, doubts: [] });
  });

  it('for two hours is in doubt: the seller has forgotten, and says so', async () => {
    expect(await sleepThrough(120)).toEqual(['DELETE']);
    expect(outcome()).toEqual({ bought: 0, sold: 3, doubts: [['forgotten', 3]] });
  });
});
