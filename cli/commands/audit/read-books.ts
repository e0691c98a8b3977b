import { sideBySide } from '../../../ground/time/side-by-side.ts';
import type { BooksAnswer, Way } from '../../../kube/books/ask-worker.ts';
import type { WorkerBooks } from '../../../kube/books/worker-books.ts';

/** Each has a connection to the API server of its own while it is asked. */
const MOST_AT_A_TIME = 64;

export interface ReadBooks {
  readonly books: readonly WorkerBooks[];
  /** Who answered, and how it was asked. */
  readonly asked: readonly { readonly pod: string; readonly way: Way; readonly books: string }[];
  readonly unread: readonly string[];
  /** Was a right missing? */
  readonly forbidden: boolean;
}

/** The books of all, in the order of the workers. */
export async function readBooks<Worker>(
  ask: (worker: Worker) => Promise<BooksAnswer<WorkerBooks>>,
  workers: readonly Worker[],
): Promise<ReadBooks> {
  const answers = await sideBySide(workers, MOST_AT_A_TIME, ask);
  const read = answers.filter((answer) => 'books' in answer);
  const unread = answers.filter((answer) => 'why' in answer);
  return {
    books: read.map(({ books }) => books),
    asked: read.map(({ pod, way, books }) => ({ pod, way, books: books.id })),
    unread: unread.map(({ pod, why }) => `${pod}: ${why}`),
    forbidden: unread.some(({ forbidden }) => forbidden),
  };
}
