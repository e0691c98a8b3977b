import { createInquiry } from '../../kube/books/ask-worker.ts';
import { getAtAddress } from '../../kube/books/get-on-connection.ts';
import { readFirstPages } from '../../kube/books/read-pages.ts';
import type { WorkerBooksPage } from '../../kube/books/worker-books.ts';
import type { Client } from '../../kube/client/client.ts';
import type { Connection } from '../../kube/connect.ts';
import { messageOf } from '../../ground/text/message-of.ts';
import type { PodAddress } from '../pod-address.ts';

export type BooksTold =
  | { readonly books: WorkerBooksPage }
  /** Why there are none, and whether a right was missing. */
  | { readonly why: string; readonly forbidden: boolean };

/** Asks a worker for its books. Never throws. */
export interface AskBooks {
  (worker: PodAddress): Promise<BooksTold>;
  /** Nobody is asked more often, all together. */
  readonly mostPerSecond: number;
  /** What helps where nobody answers. */
  readonly remedy: string;
}

const DEADLINE_MS = 2_000;
/** A page of 500 partners that trade in a few goods has a tenth of these bytes; who has more than 2,000 has most of them from long ago. */
const BOUNDS = { mostBytes: 256 * 1024, mostPages: 4 };

/** At the addresses of their pods. */
export const askAtAddress = (): AskBooks =>
  Object.assign(
    async ({ ip, port }: PodAddress): Promise<BooksTold> => {
      if (ip === '') return { why: 'its pod has no address yet', forbidden: false };
      const signal = AbortSignal.timeout(DEADLINE_MS);
      try {
        const books = await readFirstPages(async (path) => getAtAddress(ip, port, path, signal), BOUNDS);
        return typeof books === 'string' ? { why: books, forbidden: false } : { books };
      } catch (error) {
        return { why: messageOf(error), forbidden: false };
      }
    },
    { mostPerSecond: 200, remedy: 'the dashboard must be let in to port 8080 of the workers, as who scrapes them is' },
  );

/** From outside of the cluster, as `civ audit` does; the API server has more to do than to pass on books. */
export function askThroughApiServer(client: Client, forward: Connection['forward']): AskBooks {
  const ask = createInquiry({ client, forward, timeoutMs: DEADLINE_MS }, (fetch) => readFirstPages(fetch, BOUNDS));
  return Object.assign(ask, {
    mostPerSecond: 50,
    remedy: 'it takes the right to get pods/proxy, or to get and create pods/portforward',
  });
}
