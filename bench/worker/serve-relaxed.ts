import { openBooks } from '../../worker/books/books.ts';
import { createWorkerLog } from '../../worker/log.ts';
import { readSettings } from '../../worker/settings.ts';
import { openWorker } from '../../worker/worker.ts';

/** A worker whose books the disk may lose: not a setting of `civ serve`, only something to compare with. */
const { settings } = readSettings(process.env);
await openWorker({
  directions: [{ product: 'wood', amount: 1_000_000, minimum: 1, interval: 0.05 }],
  books: openBooks({ folder: settings.booksFolder, synchronous: 'NORMAL' }),
  settings,
  env: process.env,
  log: createWorkerLog('info', 'relaxed', (line) => process.stdout.write(line)),
});
