import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { Intent } from './intent.ts';
import { openDoubts, type Doubts, type DoubtsReading } from './doubts.ts';
import { openPartners, type Partners, type PartnersReading } from './partners.ts';

export interface Totals {
  readonly produced: number;
  readonly bought: number;
  readonly consumed: number;
  readonly sold: number;
  readonly stock: number;
}

/** A sale under a key, as it was asked for and answered. Neither good nor quantity: cancelled before it was seen. */
export interface SaleRecord {
  readonly key: string;
  readonly buyer: string | null;
  readonly good: string | null;
  readonly quantity: number | null;
  readonly least: number | null;
  readonly sold: number;
  readonly refusal: string | null;
}

/** What a kept key takes up, and whose share of the room that is. */
export interface KeptKey {
  /** The buyer's books; empty: all strangers together. */
  readonly holder: string;
  readonly length: number;
}

/** What can be read in a pair of books. */
export interface LedgerReader extends PartnersReading, DoubtsReading {
  goods(): ReadonlyMap<string, Totals>;
  stock(good: string): number;
  /** How often anything was sold, since these books count that. */
  sales(): number;
  sale(key: string): SaleRecord | undefined;
  /** The kept keys by whose share they take up: how many, and of what length all together. */
  keptKeys(): readonly (KeptKey & { readonly keys: number })[];
  intents(): readonly Intent[];
  hasIntent(key: string): boolean;
  /** How many purchases of a good from a store are not settled, and not in doubt. */
  countOpen(good: string, store: string): number;
  /** Running time in ms that was last written down. */
  running(): number;
  /** Keys recorded before this running time may have been forgotten. */
  forgotten(): number;
}

/** The rows of a pair of books, as a movement changes them. */
export interface Ledger extends LedgerReader, Partners, Doubts {
  /** Adds to the totals of a good; its stock follows. Throws where that would be less than nothing. */
  move(good: string, by: Partial<Record<'produced' | 'bought' | 'consumed' | 'sold', number>>): void;
  /** `strange`: the key takes up the strangers' share of the room, and not its buyer's. */
  recordSale(record: SaleRecord, at: number, strange: boolean): void;
  /** Forgets up to `most` of the oldest keys recorded before `horizon`, and writes down how far it has gone. Answers which. */
  forgetSales(horizon: number, most: number): readonly KeptKey[];
  keepRunning(ms: number): void;
  intend(intent: Intent): void;
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
  const begin = prepare(
    'INSERT INTO goods (good, produced, bought, consumed, sold, stock) VALUES (?, 0, 0, 0, 0, 0) ON CONFLICT DO NOTHING',
  );
  const sales = prepare('SELECT coalesce(sum(sales), 0) AS n FROM goods');
  const move = prepare(
    `UPDATE goods SET produced = produced + ?2, bought = bought + ?3, consumed = consumed + ?4, sold = sold + ?5,
       stock = stock + ?2 + ?3 - ?4 - ?5, sales = sales + (?5 > 0) WHERE good = ?1`,
  );
  const partners = openPartners(database);
  const sale = prepare('SELECT key, buyer, item AS good, quantity, least, sold, refusal FROM sales WHERE key = ?');
  const recordSale = prepare(
    'INSERT INTO sales (key, at, buyer, item, quantity, least, sold, refusal, strange) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const holder = "iif(strange, '', coalesce(buyer, ''))";
  const keptKeys = prepare(`SELECT ${holder} AS holder, count(*) AS keys, sum(length(key)) AS length FROM sales GROUP BY 1`);
  const forget = prepare(
    `DELETE FROM sales WHERE number IN (SELECT number FROM sales ORDER BY number LIMIT ?2) AND at < ?1
     RETURNING ${holder} AS holder, length(key) AS length`,
  );
  const keepForgotten = prepare('UPDATE about SET forgotten = max(forgotten, ?)');
  const forgotten = prepare('SELECT forgotten AS n FROM about');
  const running = prepare(
    'SELECT max(running, (SELECT coalesce(max(at), 0) FROM (SELECT at FROM sales ORDER BY number DESC LIMIT 1))) AS n FROM about',
  );
  const keepRunning = prepare('UPDATE about SET running = max(running, ?)');
  const intents = prepare('SELECT key, good, quantity, store, seller, address, asked, placed, doubt FROM purchases ORDER BY placed, key');
  const intend = prepare('INSERT INTO purchases VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const hasIntent = prepare('SELECT 1 FROM purchases WHERE key = ?');
  const countOpen = prepare('SELECT count(*) AS n FROM purchases WHERE good = ? AND store = ? AND doubt IS NULL');
  const endIntent = prepare('DELETE FROM purchases WHERE key = ?');

  return {
    ...partners,
    ...openDoubts(database, partners),
    goods: () => new Map(all<Totals & { readonly good: string }>(goods).map(({ good, ...totals }) => [good, totals])),
    stock: (good) => number(stock, good),
    sales: () => number(sales),
    move(good, { produced = 0, bought = 0, consumed = 0, sold = 0 }) {
      if (move.run(good, produced, bought, consumed, sold).changes > 0) return;
      begin.run(good);
      move.run(good, produced, bought, consumed, sold);
    },
    sale: (key) => sale.get(key) as unknown as SaleRecord | undefined,
    recordSale: ({ key, buyer, good, quantity, least, sold, refusal }, at, strange) =>
      void recordSale.run(key, at, buyer, good, quantity, least, sold, refusal, Number(strange)),
    keptKeys: () => all(keptKeys),
    forgetSales(horizon, most) {
      const gone = all<KeptKey>(forget, horizon, most);
      if (gone.length > 0) keepForgotten.run(horizon);
      return gone;
    },
    forgotten: () => number(forgotten),
    running: () => number(running),
    keepRunning: (ms) => void keepRunning.run(ms),
    intents: () => all(intents),
    hasIntent: (key) => hasIntent.get(key) !== undefined,
    countOpen: (good, store) => number(countOpen, good, store),
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
    endIntent: (key) => endIntent.run(key).changes > 0,
  };
}
