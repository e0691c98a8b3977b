import type { AskedShopWorker } from '../books/books-watch.ts';
import type { RealmReader } from './realm-reader.ts';

/** The workers whose books are read: of all shops that are shown. */
export const askedWorkers = ({ table, shows }: Pick<RealmReader, 'table' | 'shows'>): readonly AskedShopWorker[] =>
  Array.from(table.shops()).flatMap(({ key, kingdom, workers }) =>
    shows(kingdom) ? Array.from(workers.values(), (address) => ({ shop: key, address })) : [],
  );
