import type { DatabaseSync } from 'node:sqlite';

/** "civ8" as a number, in the header of the file: whose file it is, whatever its name. */
export const APPLICATION_ID = 0x63697638;

/**
 * One step a version; a release only ever adds steps, so that every older file opens.
 * The laws of a pair of books are constraints: no program, ours or another, can write a row that breaks them.
 */
const STEPS: readonly string[] = [
  `CREATE TABLE about (
     one INTEGER PRIMARY KEY CHECK (one = 1),
     id TEXT NOT NULL,
     since TEXT NOT NULL,
     running INTEGER NOT NULL CHECK (running >= 0),
     forgotten INTEGER NOT NULL CHECK (forgotten >= 0)
   ) STRICT;
   CREATE TABLE goods (
     good TEXT PRIMARY KEY,
     produced INTEGER NOT NULL CHECK (produced >= 0),
     bought INTEGER NOT NULL CHECK (bought >= 0),
     consumed INTEGER NOT NULL CHECK (consumed >= 0),
     sold INTEGER NOT NULL CHECK (sold >= 0),
     stock INTEGER NOT NULL CHECK (stock >= 0),
     CHECK (produced + bought - consumed - sold = stock)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE dealings (
     books TEXT NOT NULL,
     good TEXT NOT NULL,
     sold INTEGER NOT NULL CHECK (sold >= 0),
     bought INTEGER NOT NULL CHECK (bought >= 0),
     PRIMARY KEY (books, good)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE sales (
     number INTEGER PRIMARY KEY,
     key TEXT NOT NULL UNIQUE,
     at INTEGER NOT NULL,
     buyer TEXT,
     item TEXT,
     quantity INTEGER,
     least INTEGER,
     sold INTEGER NOT NULL CHECK (sold >= 0),
     refusal TEXT,
     CHECK ((sold > 0) = (refusal IS NULL))
   ) STRICT;
   CREATE TABLE purchases (
     key TEXT PRIMARY KEY,
     good TEXT NOT NULL,
     quantity INTEGER NOT NULL CHECK (quantity > 0),
     store TEXT NOT NULL,
     seller TEXT,
     address TEXT,
     asked INTEGER,
     placed INTEGER NOT NULL,
     doubt TEXT
   ) STRICT, WITHOUT ROWID;`,
  `ALTER TABLE dealings ADD COLUMN doubted INTEGER NOT NULL DEFAULT 0 CHECK (doubted >= 0);
   ALTER TABLE dealings ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE sales ADD COLUMN strange INTEGER NOT NULL DEFAULT 0;
   CREATE TABLE others (
     good TEXT PRIMARY KEY,
     sold INTEGER NOT NULL CHECK (sold >= 0),
     bought INTEGER NOT NULL CHECK (bought >= 0),
     doubted INTEGER NOT NULL CHECK (doubted >= 0)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE doubts (
     good TEXT NOT NULL,
     store TEXT NOT NULL,
     purchases INTEGER NOT NULL CHECK (purchases > 0),
     quantity INTEGER NOT NULL CHECK (quantity > 0),
     PRIMARY KEY (good, store)
   ) STRICT, WITHOUT ROWID;`,
  'ALTER TABLE goods ADD COLUMN sales INTEGER NOT NULL DEFAULT 0 CHECK (sales >= 0);',
];

export const NEWEST_VERSION = STEPS.length;

export interface Beginning {
  readonly id: string;
  readonly since: string;
}

/** Brings a file to the newest version, all of it or nothing. `beginning` is what an empty one starts with. */
export function migrate(database: DatabaseSync, version: number, beginning: Beginning): void {
  if (version === NEWEST_VERSION) return;
  database.exec('BEGIN EXCLUSIVE');
  for (const step of STEPS.slice(version)) database.exec(step);
  if (version === 0) database.prepare('INSERT INTO about VALUES (1, ?, ?, 0, 0)').run(beginning.id, beginning.since);
  database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${NEWEST_VERSION}; COMMIT`);
}
