import type { DatabaseSync } from 'node:sqlite';

/** What was ever traded with somebody, in one good. */
export interface Trade {
  readonly sold: number;
  readonly bought: number;
  /** Of purchases in doubt that are no longer kept one by one. */
  readonly doubted: number;
}

interface Dealing extends Trade {
  readonly books: string;
  readonly good: string;
}

export interface PartnersReading {
  /** All goods of up to `most` partners, by id, from the first after `after`. */
  dealings(after: string, most: number): readonly Dealing[];
  hasSoldTo(books: string): boolean;
  /** What was traded with partners that are no longer kept apart, by good. */
  others(): ReadonlyMap<string, Trade>;
}

export interface Partners extends PartnersReading {
  deal(books: string, good: string, by: Partial<Trade>): void;
  /** Sums up dealings that are too many, the quietest first, and no more than a few at once. */
  sumUpDealings(bounds: PartnerBounds): void;
}

export interface PartnerBounds {
  /** Beyond these, dealings with partners that have been quiet for `quietMs` of running time are summed up. */
  readonly most: number;
  readonly quietMs: number;
  /** Beyond these, also dealings with partners that are not quiet: who gives itself a new id for each purchase fills no disk. */
  readonly mostOfAll: number;
  readonly atOnce: number;
}

export const PARTNER_BOUNDS: PartnerBounds = { most: 10_000, quietMs: 3_600_000, mostOfAll: 100_000, atOnce: 5_000 };

/** The rows of those that these books have traded with. When they last did is known to half a minute. */
export function openPartners(database: DatabaseSync): Partners {
  const prepare = (sql: string) => database.prepare(sql);
  const number = (row: Record<string, unknown> | undefined): number => Number(row?.['n'] ?? 0);
  const dealings = prepare(
    `SELECT books, good, sold, bought, doubted FROM dealings WHERE books > ?1 AND books <=
       (SELECT max(books) FROM (SELECT DISTINCT books FROM dealings WHERE books > ?1 ORDER BY books LIMIT ?2)) ORDER BY books, good`,
  );
  const hasSoldTo = prepare('SELECT 1 FROM dealings WHERE books = ? AND sold > 0 LIMIT 1');
  const others = prepare('SELECT good, sold, bought, doubted FROM others ORDER BY good');
  const deal = prepare(
    `INSERT INTO dealings (books, good, sold, bought, doubted, at) VALUES (?1, ?2, ?3, ?4, ?5, (SELECT running FROM about))
     ON CONFLICT DO UPDATE SET sold = sold + ?3, bought = bought + ?4, doubted = doubted + ?5, at = excluded.at`,
  );
  const count = prepare('SELECT count(*) AS n FROM dealings');
  const running = prepare('SELECT running AS n FROM about');
  const quietest = 'SELECT books, good FROM dealings WHERE at <= ?1 ORDER BY at, books, good LIMIT ?2';
  const sumUp = prepare(
    `INSERT INTO others SELECT good, sum(sold), sum(bought), sum(doubted) FROM dealings WHERE (books, good) IN (${quietest}) GROUP BY good
     ON CONFLICT DO UPDATE SET sold = sold + excluded.sold, bought = bought + excluded.bought, doubted = doubted + excluded.doubted`,
  );
  const leave = prepare(`DELETE FROM dealings WHERE (books, good) IN (${quietest})`);

  return {
    dealings: (after, most) => dealings.all(after, most) as unknown as Dealing[],
    hasSoldTo: (books) => hasSoldTo.get(books) !== undefined,
    others: () => {
      const rows = others.all() as unknown as (Trade & { readonly good: string })[];
      return new Map(rows.map(({ good, ...trade }) => [good, trade]));
    },
    deal: (books, good, { sold = 0, bought = 0, doubted = 0 }) => void deal.run(books, good, sold, bought, doubted),
    sumUpDealings({ most, quietMs, mostOfAll, atOnce }) {
      const held = number(count.get());
      for (const { tooMany, until } of [
        { tooMany: held - mostOfAll, until: Number.MAX_SAFE_INTEGER },
        { tooMany: held - most, until: number(running.get()) - quietMs },
      ]) {
        if (tooMany <= 0) continue;
        const these = [until, Math.min(tooMany, atOnce)] as const;
        sumUp.run(...these);
        leave.run(...these);
        return;
      }
    },
  };
}
