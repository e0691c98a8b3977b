import type { Clock } from '../../ground/time/clock.ts';
import type { Direction, DirectionInput } from '../../model/directions.ts';
import type { Books } from '../books/books.ts';
import type { Announce } from '../chronicle.ts';
import type { Buyer } from '../trade/buyer.ts';
import { nextTurn, planTurn, takenAt, type Turn } from './rules.ts';

export interface Production {
  readonly books: Books;
  readonly buyer: Pick<Buyer, 'buy'>;
  readonly announce: Announce;
  readonly clock: Clock;
  readonly random: () => number;
  /** What a direction lacks after a turn; empty when it lacks nothing. */
  readonly lacks: (product: string, missing: readonly DirectionInput[]) => void;
}

/** Follows one direction until the signal ends it: a clock of its own, which no other direction and no slow store sets back. */
export async function produce(direction: Direction, production: Production, signal: AbortSignal): Promise<void> {
  const { clock, random, announce } = production;
  const interval = direction.interval * 1_000;
  const first = clock.now() + interval;
  const rhythm = { first, interval, buys: (direction.productInputList ?? []).length > 0 };
  for (let due = first; ; due = nextTurn(first, interval, Math.max(due, clock.now()))) {
    await clock.pause(takenAt(due, rhythm, random()) - clock.now(), signal);
    if (signal.aborted) return;
    try {
      await takeTurn(direction, production);
    } catch (error) {
      // Books without room, for one. There is another turn coming, and what was bought is written or still to be settled.
      announce({ is: 'turn', good: direction.product, outcome: 'failed', why: String(error) });
    }
  }
}

async function takeTurn(direction: Direction, { books, buyer, announce, lacks }: Production): Promise<void> {
  const { product } = direction;
  const wanted = books.read((reading) => planTurn(direction, (good) => reading.stock(good)));
  if (wanted.do === 'buy') await Promise.all(wanted.missing.map((input) => buyer.buy(input)));
  // The plan is made again in the movement itself: meanwhile another direction may have used up what was there.
  const turn = await books.commit((ledger): Turn => {
    const plan = planTurn(direction, (good) => ledger.stock(good));
    if (plan.do !== 'make') return plan;
    for (const { product: good, amount } of plan.consume) ledger.move(good, { consumed: amount });
    ledger.move(product, { produced: plan.produce });
    return plan;
  });
  const missing = turn.do === 'buy' ? turn.missing : [];
  lacks(product, missing);
  announce({ is: 'turn', good: product, outcome: OUTCOMES[turn.do], missing });
}

const OUTCOMES = { make: 'made', rest: 'rested', buy: 'waits' } as const;
