import { DatabaseSync } from 'node:sqlite';
import type { TroublePicture } from '../wire/past.ts';
import type { SeriesName } from './figures.ts';
import type { PastMoment } from './moments.ts';

interface KeptPast {
  readonly moments: readonly PastMoment[];
  readonly names: readonly SeriesName[];
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
const VERSION = 1;

const TABLES = `
  CREATE TABLE moments (at INTEGER PRIMARY KEY, picture BLOB NOT NULL, figures BLOB NOT NULL) STRICT;
  CREATE TABLE series (number INTEGER PRIMARY KEY, shop TEXT NOT NULL, good TEXT NOT NULL, what TEXT NOT NULL) STRICT;
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
  const moments = database.prepare('SELECT at, picture, figures FROM moments ORDER BY at');
  const series = database.prepare('SELECT shop, good, what FROM series ORDER BY number');
  const times = database.prepare('SELECT at FROM moments');
  const put = database.prepare('INSERT INTO moments VALUES (?, ?, ?)');
  const name = database.prepare('INSERT INTO series VALUES (?, ?, ?, ?)');
  const troubles = database.prepare('SELECT entry FROM troubles ORDER BY id');
  const trouble = database.prepare('INSERT OR REPLACE INTO troubles VALUES (?, ?)');
  const forget = database.prepare('DELETE FROM troubles WHERE id = ?');
  const drop = database.prepare('DELETE FROM moments WHERE at = ?');
  const past: KeptPast = {
    troubles: troubles.all().map(({ entry }) => JSON.parse(String(entry)) as TroublePicture),
    names: series.all() as unknown as SeriesName[],
    moments: moments.all().map(({ at, picture, figures }) => {
      const bytes = figures as Uint8Array;
      return { atMs: Number(at), picture: picture as Uint8Array, figures: new Float32Array(bytes.slice().buffer, 0, bytes.length >> 2) };
    }),
  };
  let named = past.names.length;
  let written = new Map(past.troubles.map((entry) => [entry.id, JSON.stringify(entry)]));
  return {
    past,
    save({ moments: kept, names, troubles: entries }) {
      const stored = new Set(times.all().map(({ at }) => Number(at)));
      const wanted = new Set(kept.map(({ atMs }) => atMs));
      database.exec('BEGIN IMMEDIATE');
      try {
        for (const at of stored) if (!wanted.has(at)) drop.run(at);
        names.slice(named).forEach(({ shop, good, what }, index) => name.run(named + index, shop, good, what));
        for (const { atMs, picture, figures } of kept)
          if (!stored.has(atMs)) put.run(atMs, picture, new Uint8Array(figures.buffer, figures.byteOffset, figures.byteLength));
        const texts = new Map(entries.map((entry) => [entry.id, JSON.stringify(entry)]));
        for (const id of written.keys()) if (!texts.has(id)) forget.run(id);
        for (const [id, text] of texts) if (written.get(id) !== text) trouble.run(id, text);
        database.exec('COMMIT');
        named = names.length;
        written = texts;
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK'); // a full disk has ended it already
        throw error;
      }
    },
    close: () => database.close(),
  };
}
