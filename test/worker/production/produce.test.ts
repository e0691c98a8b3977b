import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import type { Direction, DirectionInput } from '../../../model/directions.ts';
import { openBooks, type Books } from '../../../worker/books/books.ts';
import type { WorkerEvent } from '../../../worker/chronicle.ts';
import { produce } from '../../../worker/production/produce.ts';
import { createVirtualClock, type VirtualClock } from '../../ground/time/virtual-clock.ts';
import { seeded } from '../market/seeded.ts';

let books: Books;
let clock: VirtualClock;
let stop: AbortController;
let told: WorkerEvent[];
let lacking: Map<string, readonly DirectionInput[]>;
let shelf: Record<string, number>;
let asked: DirectionInput[];

beforeEach(() => {
  books = openBooks();
  clock = createVirtualClock();
  stop = new AbortController();
  [told, lacking, shelf, asked] = [[], new Map(), {}, []];
});
afterEach(() => {
  stop.abort();
  books.close();
});

const take = ({ product, amount }: DirectionInput): number => {
  const taken = Math.min(amount, shelf[product] ?? 0);
  shelf[product] = (shelf[product] ?? 0) - taken;
  return taken;
};
const buy = async (input: DirectionInput) => {
  asked.push(input);
  const bought = take(input);
  if (bought > 0) await books.commit((ledger) => ledger.move(input.product, { bought }));
};
const follow = (direction: Direction, buyer = { buy }, random = () => 0.5) =>
  void produce(
    direction,
    {
      books,
      buyer,
      clock,
      random,
      announce: (happening) => told.push(happening),
      lacks: (product, missing) => lacking.set(product, missing),
    },
    stop.signal,
  );
const pass = async (ms: number, step = 500) => {
  for (let passed = 0; passed < ms; passed += step) {
    await clock.advance(step);
    for (let turn = 0; turn < 5; turn += 1) await setImmediate();
  }
};
const goods = (good: string) => books.read((reading) => reading.goods().get(good));
const wood: Direction = { product: 'wood', amount: 10, minimum: 1, interval: 5 };
const iron: Direction = {
  product: 'iron',
  amount: 1,
  minimum: 1,
  interval: 10,
  productInputList: [
    { product: 'stone', store: 'http://stoneworker', amount: 3 },
    { product: 'wood', store: 'http://woodworker', amount: 10 },
  ],
};

describe('production', () => {
  it('makes one amount a turn, the first one too', async () => {
    follow(wood);
    await pass(4_500);
    expect(goods('wood')).toBeUndefined();
    await pass(10_500);
    expect(goods('wood')).toEqual({ produced: 30, bought: 0, consumed: 0, sold: 0, stock: 30 });
  });

  it('takes one turn, not a hundred, after the process has slept', async () => {
    follow(wood);
    await pass(5_000);
    await clock.advance(501_000);
    await pass(3_500);
    expect(goods('wood')?.produced).toBe(20);
    await pass(500);
    expect(goods('wood')?.produced).toBe(30);
  });

  it('buys all inputs in one turn, and makes in the same', async () => {
    shelf = { stone: 9, wood: 99 };
    follow(iron);
    await pass(10_000);
    expect([asked.length, goods('iron')?.stock, goods('stone'), goods('wood')?.consumed]).toEqual([
      2,
      1,
      { produced: 0, bought: 3, consumed: 3, sold: 0, stock: 0 },
      10,
    ]);
  });

  it('keeps what it could get, buys only what still lacks, and says what it waits for', async () => {
    shelf = { stone: 2, wood: 99 };
    follow(iron);
    await pass(10_000);
    expect([goods('iron'), lacking.get('iron')]).toEqual([undefined, [{ product: 'stone', store: 'http://stoneworker', amount: 1 }]]);
    shelf = { stone: 9 };
    asked = [];
    await pass(10_000);
    expect([asked, goods('iron')?.stock, lacking.get('iron')]).toEqual([
      [{ product: 'stone', store: 'http://stoneworker', amount: 1 }],
      1,
      [],
    ]);
    expect(told.map((happening) => happening.is === 'turn' && happening.outcome)).toEqual(['waits', 'made']);
  });

  it('leaves something to a shop that comes just after another, at every batch of a scarce store', async () => {
    const random = seeded(1);
    const shops = [books, openBooks()];
    for (const own of shops) {
      const from = { buy: async (input: DirectionInput) => own.commit((ledger) => ledger.move(input.product, { bought: take(input) })) };
      const direction = { ...iron, productInputList: iron.productInputList?.slice(0, 1) };
      void produce(direction, { books: own, buyer: from, clock, random, announce: () => undefined, lacks: () => undefined }, stop.signal);
      await pass(100, 100);
    }
    for (let batch = 0; batch < 200; batch += 1) {
      shelf['stone'] = 3;
      await pass(10_000, 1_000);
    }
    const [first = 0, second = 0] = shops.map((own) => own.read((reading) => reading.stock('iron')));
    shops[1]?.close();
    expect(first + second).toBeGreaterThan(180);
    expect(Math.min(first, second)).toBeGreaterThan(60);
  });

  it('rests at its maximum, and buys nothing', async () => {
    shelf = { stone: 99, wood: 99 };
    follow({ ...iron, maximum: 2 });
    await pass(40_000);
    expect([goods('iron')?.produced, asked.length]).toEqual([2, 4]);
  });

  it('is not set back by a slow store, and no other direction is', async () => {
    let answer = () => {};
    follow(iron, { buy: () => new Promise((resolve) => (answer = resolve)) });
    follow({ ...wood, product: 'bark' });
    await pass(23_000);
    answer();
    expect(goods('bark')?.produced).toBe(40);
    await pass(1_000);
    expect(told.filter((happening) => happening.is === 'turn' && happening.good === 'iron')).toHaveLength(0);
  });

  it('goes on after a turn that failed', async () => {
    let broken = true;
    follow(
      { ...iron, productInputList: iron.productInputList?.slice(0, 1) },
      {
        buy: async (input) => {
          if (broken) throw new Error('no room');
          await buy(input);
        },
      },
    );
    await pass(10_000);
    expect(told).toEqual([{ is: 'turn', good: 'iron', outcome: 'failed', why: 'Error: no room' }]);
    [broken, shelf] = [false, { stone: 3 }];
    await pass(10_000);
    expect(goods('iron')?.stock).toBe(1);
  });
});
