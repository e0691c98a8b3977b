import type { DatabaseSync } from 'node:sqlite';
import type { Intent } from './intent.ts';
import type { Partners } from './partners.ts';

/** So many purchases in doubt are kept one by one. Of older ones the sums are kept. */
export const MOST_DOUBTS = 1_000;

export interface DoubtsReading {
  /** How many of a good are in doubt, those that were summed up among them. */
  doubts(): ReadonlyMap<string, number>;
}

export interface Doubts extends DoubtsReading {
  doubt(key: string, reason: string): void;
  /** Sums up by good and store what is in doubt beyond `most`; first what nobody will ever tell, then the oldest. */
  sumUpDoubts(most?: number): void;
}

/** The purchases that nobody answers for. */
export function openDoubts(database: DatabaseSync, { deal }: Pick<Partners, 'deal'>): Doubts {
  const prepare = (sql: string) => database.prepare(sql);
  const doubt = prepare('UPDATE purchases SET doubt = ?2 WHERE key = ?1');
  const doubts = prepare(
    `SELECT good, sum(quantity) AS quantity FROM
       (SELECT good, quantity FROM doubts UNION ALL SELECT good, quantity FROM purchases WHERE doubt IS NOT NULL)
     GROUP BY good ORDER BY good`,
  );
  const count = prepare('SELECT count(*) AS n FROM purchases WHERE doubt IS NOT NULL');
  const oldest = prepare(
    `SELECT key, good, quantity, store, seller FROM purchases WHERE doubt IS NOT NULL ORDER BY doubt = 'late', placed, key LIMIT ?`,
  );
  const sumUp = prepare(
    'INSERT INTO doubts VALUES (?1, ?2, 1, ?3) ON CONFLICT DO UPDATE SET purchases = purchases + 1, quantity = quantity + ?3',
  );
  const leave = prepare('DELETE FROM purchases WHERE key = ?');

  const sumUpDoubts = (most: number = MOST_DOUBTS): void => {
    const tooMany = Number(count.get()?.['n']) - most;
    if (tooMany <= 0) return;
    const rows = oldest.all(tooMany) as unknown as Pick<Intent, 'key' | 'good' | 'quantity' | 'store' | 'seller'>[];
    for (const { key, good, quantity, store, seller } of rows) {
      sumUp.run(good, store, quantity);
      leave.run(key);
      // Between two pairs of books it still explains what one sold and the other never got.
      if (seller !== null) deal(seller, good, { doubted: quantity });
    }
  };
  return {
    doubts: () => {
      const rows = doubts.all() as unknown as { readonly good: string; readonly quantity: number }[];
      return new Map(rows.map(({ good, quantity }) => [good, quantity]));
    },
    doubt(key, reason) {
      doubt.run(key, reason);
      sumUpDoubts();
    },
    sumUpDoubts,
  };
}
