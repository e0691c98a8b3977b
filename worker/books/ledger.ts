import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';

export interface Totals {
  readonly produced: number;
  readonly bought: number;
  readonly consumed: number;
  readonly sold: number;
  readonly stock: number;
}

/** A sale under a key, as it was asked for and answered. Neither item nor quantity: cancelled before it was seen. */
export interface SaleRecord {
  readonly key: string;
  readonly buyer: string | null;
  readonly item: string | null;
  readonly quantity: number | null;
  readonly least: number | null;
  readonly sold: number;
  readonly refusal: string | null;
}

/** What was meant to be bought, written before the first byte goes out. */
export interface Intent {
  readonly key: string;
  readonly good: string;
  readonly quantity: number;
  /** Base URL of the shop. */
  readonly store: string;
  /** The books that are to sell; null: a store that keeps none. */
  readonly seller: string | null;
  /** Where those books were found, `ip:port`. A hint. */
  readonly address: string | null;
  /** The running time of the seller's books when they were found: how they know a key too old to remember. */
  readonly asked: number | null;
  /** Unix time in ms. */
  readonly placed: number;
  /** Why it counts as in doubt; null while an answer may be expected. */
  readonly doubt: string | null;
}

interface Dealing {
  readonly books: string;
  readonly good: string;
  readonly sold: number;
  readonly bought: number;
}

/** What can be read in a pair of books. */
export interface LedgerReader {
  goods(): ReadonlyMap<string, Totals>;
  stock(good: string): number;
  dealings(): readonly Dealing[];
  sale(key: string): SaleRecord | undefined;
  countSales(): number;
  intents(): readonly Intent[];
  /** Running time in ms that was last written down. */
  running(): number;
  /** Keys recorded before this running time may have been forgotten. */
  forgotten(): number;
}

/** The rows of a pair of books, as a movement changes them. */
export interface Ledger extends LedgerReader {
  /** Adds to the totals of a good; its stock follows. Throws where that would be less than nothing. */
  move(good: string, by: Partial<Record<'produced' | 'bought' | 'consumed' | 'sold', number>>): void;
  deal(books: string, good: string, by: Partial<Record<'sold' | 'bought', number>>): void;
  recordSale(record: SaleRecord, at: number): void;
  /** Forgets up to `most` of the oldest keys recorded before `horizon`, and writes down how far it has gone. Answers how many. */
  forgetSales(horizon: number, most: number): number;
  keepRunning(ms: number): void;
  intend(intent: Intent): void;
  doubt(key: string, reason: string): void;
  /** Answers whether it was there: an intent ends once. */
  endIntent(key: string): boolean;
}

export function openLedger(database: DatabaseSync): Ledger {
  const prepare = (sql: string): StatementSync => database.prepare(sql);
  // The database is ours and strictly typed: a row is what the schema says.
  const all = <Row>(statement: StatementSync, ...values: SQLInputValue[]) => statement.all(...values) as unknown as Row[];
  const number = (statement: StatementSync, ...values: SQLInputValue[]) => Number(statement.get(...values)?.['n'] ?? 0);

  const goods = prepare('SELECT good, produced, bought, consumed, sold, stock FROM goods ORDER BY good');
  const stock = prepare('SELECT stock AS n FROM goods WHERE good = ?');
  const begin = prepare('INSERT INTO goods VALUES (?, 0, 0, 0, 0, 0) ON CONFLICT DO NOTHING');
  const move = prepare(
    'UPDATE goods SET produced = produced + ?2, bought = bought + ?3, consumed = consumed + ?4, sold = sold + ?5, stock = stock + ?2 + ?3 - ?4 - ?5 WHERE good = ?1',
  );
  const dealings = prepare('SELECT books, good, sold, bought FROM dealings ORDER BY books, good');
  const deal = prepare('INSERT INTO dealings VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET sold = sold + ?3, bought = bought + ?4');
  const sale = prepare('SELECT key, buyer, item, quantity, least, sold, refusal FROM sales WHERE key = ?');
  const recordSale = prepare('INSERT INTO sales (key, at, buyer, item, quantity, least, sold, refusal) VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  // Keys are forgotten oldest first, so the numbers have no gaps; counting them one by one would take long.
  const countSales = prepare('SELECT (SELECT max(number) FROM sales) - (SELECT min(number) FROM sales) + 1 AS n');
  const forget = prepare('DELETE FROM sales WHERE number IN (SELECT number FROM sales ORDER BY number LIMIT ?2) AND at < ?1');
  const keepForgotten = prepare('UPDATE about SET forgotten = max(forgotten, ?)');
  const forgotten = prepare('SELECT forgotten AS n FROM about');
  const running = prepare(
    'SELECT max(running, (SELECT coalesce(max(at), 0) FROM (SELECT at FROM sales ORDER BY number DESC LIMIT 1))) AS n FROM about',
  );
  const keepRunning = prepare('UPDATE about SET running = max(running, ?)');
  const intents = prepare('SELECT key, good, quantity, store, seller, address, asked, placed, doubt FROM purchases ORDER BY placed, key');
  const intend = prepare('INSERT INTO purchases VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const doubt = prepare('UPDATE purchases SET doubt = ?2 WHERE key = ?1');
  const endIntent = prepare('DELETE FROM purchases WHERE key = ?');

  return {
    goods: () => new Map(all<Totals & { readonly good: string }>(goods).map(({ good, ...totals }) => [good, totals])),
    stock: (good) => number(stock, good),
    move(good, { produced = 0, bought = 0, consumed = 0, sold = 0 }) {
      if (move.run(good, produced, bought, consumed, sold).changes > 0) return;
      begin.run(good);
      move.run(good, produced, bought, consumed, sold);
    },
    dealings: () => all(dealings),
    deal: (books, good, { sold = 0, bought = 0 }) => void deal.run(books, good, sold, bought),
    sale: (key) => sale.get(key) as unknown as SaleRecord | undefined,
    recordSale: (record, at) =>
      void recordSale.run(record.key, at, record.buyer, record.item, record.quantity, record.least, record.sold, record.refusal),
    countSales: () => number(countSales),
    forgetSales(horizon, most) {
      const { changes } = forget.run(horizon, most);
      if (changes > 0) keepForgotten.run(horizon);
      return Number(changes);
    },
    forgotten: () => number(forgotten),
    running: () => number(running),
    keepRunning: (ms) => void keepRunning.run(ms),
    intents: () => all(intents),
    intend: (intent) =>
      void intend.run(
        intent.key,
        intent.good,
        intent.quantity,
        intent.store,
        intent.seller,
        intent.address,
        intent.asked,
        intent.placed,
        intent.doubt,
      ),
    doubt: (key, reason) => void doubt.run(key, reason),
    endIntent: (key) => endIntent.run(key).changes > 0,
  };
}
