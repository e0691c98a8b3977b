import { DatabaseSync } from 'node:sqlite';

/** Books as release 0.1.0 wrote them: 7 wood made, 2 sold; two purchases in doubt. */
export function writeVersion1(file: string, id: string, partner: string): void {
  const database = new DatabaseSync(file);
  database.exec(`
    CREATE TABLE about (one INTEGER PRIMARY KEY CHECK (one = 1), id TEXT NOT NULL, since TEXT NOT NULL,
      running INTEGER NOT NULL CHECK (running >= 0), forgotten INTEGER NOT NULL CHECK (forgotten >= 0)) STRICT;
    CREATE TABLE goods (good TEXT PRIMARY KEY, produced INTEGER NOT NULL CHECK (produced >= 0), bought INTEGER NOT NULL CHECK (bought >= 0),
      consumed INTEGER NOT NULL CHECK (consumed >= 0), sold INTEGER NOT NULL CHECK (sold >= 0), stock INTEGER NOT NULL CHECK (stock >= 0),
      CHECK (produced + bought - consumed - sold = stock)) STRICT, WITHOUT ROWID;
    CREATE TABLE dealings (books TEXT NOT NULL, good TEXT NOT NULL, sold INTEGER NOT NULL CHECK (sold >= 0),
      bought INTEGER NOT NULL CHECK (bought >= 0), PRIMARY KEY (books, good)) STRICT, WITHOUT ROWID;
    CREATE TABLE sales (number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, buyer TEXT, item TEXT, quantity INTEGER,
      least INTEGER, sold INTEGER NOT NULL CHECK (sold >= 0), refusal TEXT, CHECK ((sold > 0) = (refusal IS NULL))) STRICT;
    CREATE TABLE purchases (key TEXT PRIMARY KEY, good TEXT NOT NULL, quantity INTEGER NOT NULL CHECK (quantity > 0), store TEXT NOT NULL,
      seller TEXT, address TEXT, asked INTEGER, placed INTEGER NOT NULL, doubt TEXT) STRICT, WITHOUT ROWID;
    INSERT INTO about VALUES (1, '${id}', '1970-01-01T00:00:00.000Z', 60000, 0);
    INSERT INTO goods VALUES ('wood', 7, 0, 0, 2, 5);
    INSERT INTO dealings VALUES ('${partner}', 'wood', 2, 0);
    INSERT INTO sales VALUES (1, 'sold', 5, '${partner}', 'wood', 2, 1, 2, NULL),
      (2, 'gold', 6, '${partner}', 'gold', 1, 1, 0, 'unknown-good');
    INSERT INTO purchases VALUES ('a', 'stone', 3, 'http://s', '${partner}', NULL, 1, 1, 'forgotten'),
      ('b', 'stone', 4, 'http://s', NULL, NULL, NULL, 2, 'foreign');
    PRAGMA application_id = 1667855928; PRAGMA user_version = 1`);
  database.close();
}
