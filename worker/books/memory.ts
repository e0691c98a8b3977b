import type { Books } from './books.ts';
import type { LedgerReader } from './ledger.ts';
import { PARTNER_BOUNDS, type PartnerBounds } from './partners.ts';
import { openShares, type Shares, type SharesBounds } from './shares.ts';

/** Keys are kept for an hour of running time. */
export const KEPT_MS = 3_600_000;
/** The most that one tick may add: a process that slept, or a machine, has not been running. */
const LONGEST_TICK_MS = 2_000;
const WRITTEN_EVERY_MS = 30_000;
/** How far a clock that was told to a buyer may be ahead of what a killed worker finds written; twice as far, to be safe. */
const SLACK_MS = 2 * (WRITTEN_EVERY_MS + LONGEST_TICK_MS);
const FORGOTTEN_A_TICK = 5_000;

/** How long the books have been kept open, all together. It never jumps, never goes backwards by more than half a minute, and is told to buyers. */
export interface Memory {
  /** Running time in ms. */
  now(): number;
  /** Whose the kept keys are. */
  readonly shares: Shares;
  /** Lets time pass, forgets keys that are old enough, and sums up partners that are too many. */
  tick(elapsedMs: number): Promise<void>;
}

export interface MemoryOptions {
  readonly shares?: SharesBounds;
  readonly partners?: PartnerBounds;
}

export function openMemory(books: Books, { shares: bounds, partners = PARTNER_BOUNDS }: MemoryOptions = {}): Memory {
  const shares = openShares(
    books.read((reading) => reading.keptKeys()),
    bounds,
  );
  let written = books.read((reading) => reading.running());
  let running = written;
  return {
    now: () => running,
    shares,
    async tick(elapsedMs) {
      const next = running + Math.round(Math.min(Math.max(0, elapsedMs), LONGEST_TICK_MS));
      const writing = next - written >= WRITTEN_EVERY_MS;
      // Where this cannot be written, time stands still: the clock must not run away from what a restart will find.
      const gone = await books.commit((ledger) => {
        if (writing) ledger.keepRunning(next);
        ledger.sumUpDealings(partners);
        return ledger.forgetSales(next - KEPT_MS, FORGOTTEN_A_TICK);
      });
      for (const kept of gone) shares.give(kept);
      running = next;
      if (writing) written = next;
    },
  };
}

/**
 * Whether a key that is not in the books may have been there: its buyer asked for these books at `asked` of their running time,
 * and since then keys as old as that have been forgotten.
 */
export const mayBeForgotten = (reading: LedgerReader, asked: number | undefined): boolean => {
  if (asked === undefined) return false;
  const forgotten = reading.forgotten();
  return forgotten > 0 && asked < forgotten + SLACK_MS;
};
