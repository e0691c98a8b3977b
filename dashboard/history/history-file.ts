import { DatabaseSync } from 'node:sqlite';
import type { TroublePicture } from '../wire/past.ts';
import type { NumberedSeries } from './figures.ts';
import type { PastMoment } from './moments.ts';

interface KeptPast {
  readonly moments: readonly PastMoment[];
  readonly names: readonly NumberedSeries[];
  readonly troubles: readonly TroublePicture[];
}

/** The past in a file, so that a dashboard that is started again knows what was. What fails to be saved leaves it as it was. */
export interface HistoryFile {
  /** What it held when it was opened. */
  readonly past: KeptPast;
  /** Makes the file hold just this. */
  save(past: KeptPast): void;
  close(): void;
}

/** "civh" as a number, in the header of the file: whose file it is, whatever its name. */
const APPLICATION_ID = 0x63697668;
const VERSION = 2;

const TABLES = `
  CREATE TABLE bases (id INTEGER PRIMARY KEY, picture BLOB NOT NULL) STRICT;
  CREATE TABLE moments (at INTEGER PRIMARY KEY, base INTEGER NOT NULL, picture BLOB NOT NULL, figures BLOB NOT NULL) STRICT;
  CREATE TABLE series (
    number INTEGER PRIMARY KEY, shop TEXT NOT NULL, good TEXT NOT NULL, what TEXT NOT NULL, since INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE troubles (id INTEGER PRIMARY KEY, entry TEXT NOT NULL) STRICT;
  PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${VERSION};`;

export function openHistoryFile(path: string): HistoryFile {
  const database = new DatabaseSync(path);
  try {
    prepare(database, path);
    return historyFile(database);
  } catch (error) {
    database.close();
    throw error;
  }
}

function prepare(database: DatabaseSync, path: string): void {
  const pragma = (name: string): number => Number(Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
  const tables = Number(database.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.['n']);
  if (tables === 0) database.exec(`BEGIN; ${TABLES} COMMIT`);
  else if (pragma('application_id') !== APPLICATION_ID) throw new Error(`${path} is a database of another program: name another file`);
  else if (pragma('user_version') !== VERSION) throw new Error(`${path} was written by another release: name another file, or delete it`);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
}

function historyFile(database: DatabaseSync): HistoryFile {
  const statement = (sql: string) => database.prepare(sql);
  const [putMoment, dropMoment] = [statement('INSERT INTO moments VALUES (?, ?, ?, ?)'), statement('DELETE FROM moments WHERE at = ?')];
  const [putBase, dropBase] = [statement('INSERT INTO bases VALUES (?, ?)'), statement('DELETE FROM bases WHERE id = ?')];
  const putName = statement('INSERT OR REPLACE INTO series VALUES (?, ?, ?, ?, ?)');
  const [putTrouble, dropTrouble] = [
    statement('INSERT OR REPLACE INTO troubles VALUES (?, ?)'),
    statement('DELETE FROM troubles WHERE id = ?'),
  ];
  const times = statement('SELECT at FROM moments');
  const [past, readBases] = readPast(database);
  let bases: ReadonlyMap<Uint8Array, number> = readBases;
  let lastBase = Math.max(0, ...bases.values());
  let named = past.names;
  let written = new Map(past.troubles.map((entry) => [entry.id, JSON.stringify(entry)]));
  return {
    past,
    save({ moments: kept, names, troubles: entries }) {
      const stored = new Set(times.all().map(({ at }) => Number(at)));
      const wanted = new Set(kept.map(({ atMs }) => atMs));
      const used = new Map([...new Set(kept.map(({ base }) => base))].map((base) => [base, bases.get(base) ?? (lastBase += 1)]));
      const texts = new Map(entries.map((entry) => [entry.id, JSON.stringify(entry)]));
      inTransaction(database, () => {
        for (const at of stored) if (!wanted.has(at)) dropMoment.run(at);
        for (const [base, id] of bases) if (!used.has(base)) dropBase.run(id);
        for (const [base, id] of used) if (!bases.has(base)) putBase.run(id, base);
        for (const { atMs, base, picture, figures } of kept)
          if (!stored.has(atMs)) putMoment.run(atMs, used.get(base) ?? 0, picture, figures);
        names.forEach((name, number) => {
          if (name !== named[number]) putName.run(number, name.shop, name.good, name.what, name.sinceMs);
        });
        for (const id of written.keys()) if (!texts.has(id)) dropTrouble.run(id);
        for (const [id, text] of texts) if (written.get(id) !== text) putTrouble.run(id, text);
      });
      [bases, named, written] = [used, [...names], texts];
    },
    close: () => database.close(),
  };
}

function inTransaction(database: DatabaseSync, act: () => void): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    act();
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK'); // a full disk has ended it already
    throw error;
  }
}

/** What the file holds, and the numbers that its bases have there. */
function readPast(database: DatabaseSync): readonly [KeptPast, ReadonlyMap<Uint8Array, number>] {
  const rows = (sql: string) => database.prepare(sql).all();
  const byId = new Map(rows('SELECT id, picture FROM bases').map(({ id, picture }) => [Number(id), picture as Uint8Array]));
  const past: KeptPast = {
    troubles: rows('SELECT entry FROM troubles ORDER BY id').map(({ entry }) => JSON.parse(String(entry)) as TroublePicture),
    names: rows('SELECT shop, good, what, since AS sinceMs FROM series ORDER BY number') as unknown as NumberedSeries[],
    moments: rows('SELECT at, base, picture, figures FROM moments ORDER BY at').flatMap(({ at, base: id, picture, figures }) => {
      const base = byId.get(Number(id));
      return base === undefined ? [] : [{ atMs: Number(at), base, picture: picture as Uint8Array, figures: figures as Uint8Array }];
    }),
  };
  return [past, new Map([...byId].map(([id, base]) => [base, id]))];
}
