import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { messageOf } from '../../../ground/text/message-of.ts';

const FORMAT = 1;
export const STATE_FILE = 'resource-events.sqlite';

const TABLES = `
CREATE TABLE IF NOT EXISTS about (format INTEGER NOT NULL, cluster TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS resources (resource TEXT PRIMARY KEY, version TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS objects (resource TEXT, key TEXT, uid TEXT NOT NULL, version TEXT NOT NULL, state BLOB NOT NULL,
  PRIMARY KEY (resource, key)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS changes (sequence INTEGER PRIMARY KEY, resource TEXT NOT NULL, at TEXT NOT NULL, live INTEGER NOT NULL,
  change TEXT NOT NULL, past BLOB, present BLOB) STRICT;
`;

export interface OpenedFile {
  readonly database: DatabaseSync;
  /** What was wrong with the file that was there, which was moved aside. */
  readonly problem?: string;
}

/** Opens the file of a folder. One that cannot be read, or is not of this cluster and format, is moved aside, and a new one is made. */
export function openStateFile(folder: string, clusterId: string, now = Date.now): OpenedFile {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, STATE_FILE);
  try {
    return { database: open(file, clusterId) };
  } catch (error) {
    const aside = `${file}.${now()}`;
    for (const part of ['', '-wal', '-shm']) moveAside(`${file}${part}`, `${aside}${part}`);
    return { database: open(file, clusterId), problem: `${file} cannot be used (${messageOf(error)}), and is now ${aside}` };
  }
}

/** Throws where the file is not one of ours. */
function open(file: string, clusterId: string): DatabaseSync {
  const database = new DatabaseSync(file);
  try {
    // It outlives the process. After a power cut a little may be missing at its end, which is as if it had come later.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    const [check] = database.prepare('PRAGMA quick_check').all();
    if (check?.['quick_check'] !== 'ok') throw new Error('it is damaged');
    database.exec(TABLES);
    // The process ended in the middle of a first list, which will be a first list again.
    database.exec('DELETE FROM changes WHERE resource NOT IN (SELECT resource FROM resources)');
    const about = database.prepare('SELECT format, cluster FROM about').get();
    if (about === undefined) database.prepare('INSERT INTO about VALUES (?, ?)').run(FORMAT, clusterId);
    else if (about['format'] !== FORMAT) throw new Error(`it is of format ${Number(about['format'])}, and this is ${FORMAT}`);
    else if (about['cluster'] !== clusterId) throw new Error('it is of another cluster');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function moveAside(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
