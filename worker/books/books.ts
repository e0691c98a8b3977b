import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { BooksError, isDamaged, isFull, isInUse } from './books-error.ts';
import { newBooksId } from './books-id.ts';
import { openLedger, type Ledger, type LedgerReader } from './ledger.ts';
import { APPLICATION_ID, migrate, NEWEST_VERSION, type Beginning } from './schema.ts';

/** A change of the books: all of it happens, or, if it throws, nothing. It runs at once and may run twice, so it only touches the ledger. */
type Movement<T> = (ledger: Ledger) => T;

/** What a worker holds, and the journal of all that ever moved. One process writes them. */
export interface Books {
  /** Random, made with the file: pods come back under their name with empty books, and then are somebody else. */
  readonly id: string;
  /** When they were begun, RFC 3339. */
  readonly since: string;
  /** Resolves when the movement is on disk. Movements of one turn of the event loop share the way there. */
  commit<T>(movement: Movement<T>): Promise<T>;
  /** One consistent reading of what is on disk. */
  read<T>(look: (reading: LedgerReader) => T): T;
  /** Brings the last movements to disk and lets go of the file. */
  close(): void;
}

export interface OpenBooks {
  /** Where the file is kept. Absent: in memory. */
  readonly folder?: string;
  /** NORMAL may lose the last movements when the machine fails; only figures to compare with want it. @default FULL */
  readonly synchronous?: 'FULL' | 'NORMAL';
  readonly now?: () => number;
}

export function openBooks({ folder, synchronous = 'FULL', now = Date.now }: OpenBooks = {}): Books {
  const path = folder === undefined ? ':memory:' : join(folder, 'books.db');
  const beginning = { id: newBooksId(), since: new Date(now()).toISOString() };
  const { database, ledger, id, since } = openFile(path, folder, synchronous, beginning);
  const { commit, flush } = groupCommits(database, ledger);
  const close = () => {
    flush();
    database.close();
  };
  return { id, since, commit, read: (look) => look(ledger), close };
}

/** The longest key still has room in a page of its index: one that had none would take a page for itself. */
const PAGE_BYTES = 2_048;
const LONGEST_JOURNAL = 4_194_304;

interface Opened extends Beginning {
  readonly database: DatabaseSync;
  readonly ledger: Ledger;
}

function openFile(path: string, folder: string | undefined, synchronous: string, beginning: Beginning): Opened {
  let database: DatabaseSync | undefined;
  try {
    if (folder !== undefined) mkdirSync(folder, { recursive: true });
    database = new DatabaseSync(path, { timeout: 1_000 });
    const version = versionOf(database, path);
    // What a movement changes is written in whole pages: half as large as usual, and in a file that is there already as large as they are.
    database.exec(`PRAGMA page_size = ${PAGE_BYTES}; PRAGMA wal_autocheckpoint = ${LONGEST_JOURNAL / PAGE_BYTES}`);
    // One process keeps the file: a second one must fail at once, and no shared memory is needed beside it.
    database.exec(
      `PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}; PRAGMA journal_size_limit = ${LONGEST_JOURNAL}`,
    );
    migrate(database, version, beginning);
    // Every table and column is named once here: what is missing shows now, and not in the middle of trade.
    const ledger = openLedger(database);
    return { database, ledger, ...aboutOf(database, path) };
  } catch (error) {
    database?.close();
    if (error instanceof BooksError) throw error;
    const why = String(error).replace(/^Error: /, '');
    throw new BooksError(isInUse(error) ? 'in-use' : isFull(error) ? 'full' : 'unreadable', `cannot open the books ${path} (${why})`, {
      cause: error,
    });
  }
}

function aboutOf(database: DatabaseSync, path: string): Beginning {
  const row = database.prepare('SELECT id, since FROM about').get();
  if (row === undefined) throw new BooksError('unreadable', `the books ${path} do not say which they are`);
  return row as unknown as Beginning;
}

function versionOf(database: DatabaseSync, path: string): number {
  const pragma = (name: string) => Number(Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
  const version = pragma('user_version');
  const tables = Number(Object.values(database.prepare('SELECT count(*) FROM sqlite_schema').get() ?? {})[0]);
  if (pragma('application_id') !== APPLICATION_ID && (version !== 0 || tables > 0))
    throw new BooksError('not-ours', `${path} is a database of another program`);
  if (version > NEWEST_VERSION)
    throw new BooksError('newer', `the books ${path} are of version ${version}, and this release reads up to ${NEWEST_VERSION}`);
  return version;
}

const asBooksError = (cause: unknown): unknown =>
  isFull(cause)
    ? new BooksError('full', 'there is no room to write the books', { cause })
    : isDamaged(cause)
      ? new BooksError('unreadable', 'the books are damaged', { cause })
      : cause;

interface Waiting {
  readonly run: () => void;
  readonly settle: () => void;
  readonly fail: (error: unknown) => void;
}

/**
 * The way to disk costs a sync of the file, one movement or fifty: those that arrive in one turn of the event loop go together.
 * If one of them throws, or there is no room for all, each is tried alone, so that none fails for another's fault.
 */
function groupCommits(database: DatabaseSync, ledger: Ledger) {
  const begin = database.prepare('BEGIN IMMEDIATE');
  const end = database.prepare('COMMIT');
  let group: Waiting[] = [];

  const transact = (members: readonly Waiting[]) => {
    try {
      begin.run();
      for (const { run } of members) run();
      end.run();
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK'); // a full disk has ended it already
      if (members.length === 1) members[0]?.fail(asBooksError(error));
      else for (const member of members) transact([member]);
      return;
    }
    for (const { settle } of members) settle();
  };
  const flush = () => {
    const members = group;
    group = [];
    if (members.length > 0) transact(members);
  };
  const commit = <T>(movement: Movement<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      let result: { readonly value: T };
      const run = () => {
        result = { value: movement(ledger) };
      };
      if (group.push({ run, settle: () => resolve(result.value), fail: reject }) === 1) setImmediate(flush);
    });
  return { commit, flush };
}
