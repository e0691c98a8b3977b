import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const COMMITS = 500;
const TOGETHER = 16;

/** What SQLite takes of the processor to note a sale by its key and to lower a stock, so many to a commit that is on disk; in us. */
export function bareSqliteMicroseconds(folder: string): number {
  const database = new DatabaseSync(join(folder, 'bare.sqlite'));
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    database.exec('CREATE TABLE sale (key TEXT PRIMARY KEY, item TEXT, quantity INTEGER, buyer TEXT) WITHOUT ROWID');
    database.exec("CREATE TABLE stock (item TEXT PRIMARY KEY, quantity INTEGER); INSERT INTO stock VALUES ('wood', 1000000)");
    const note = database.prepare('INSERT INTO sale VALUES (?, ?, ?, ?)');
    const lower = database.prepare('UPDATE stock SET quantity = quantity - ? WHERE item = ?');
    const commit = (turn: number): void => {
      database.exec('BEGIN IMMEDIATE');
      for (let sale = 0; sale < TOGETHER; sale += 1) {
        note.run(`buyer-${sale}-${turn}-${'k'.repeat(24)}`, 'wood', 1, 'b'.repeat(24));
        lower.run(1, 'wood');
      }
      database.exec('COMMIT');
    };
    for (let turn = -COMMITS; turn < 0; turn += 1) commit(turn); // the code gets compiled
    const before = process.cpuUsage();
    for (let turn = 0; turn < COMMITS; turn += 1) commit(turn);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / (COMMITS * TOGETHER);
  } finally {
    database.close();
  }
}
