import type { WorkerBooksPage } from '../../kube/books/worker-books.ts';
import type { SourceState } from '../wire/realm.ts';
import { shown } from '../shown-text.ts';

/** How far what is measured can be relied on. */
export interface BooksSource {
  readonly state: SourceState;
  readonly says: string;
}

interface AnsweringWorker {
  readonly reading?: object;
  readonly failures: number;
  readonly why: string;
  readonly forbidden: boolean;
}

/** Who did not answer `mostFailures` times counts as one that does not; who was hardly asked yet does not count. */
export function booksSource(workers: readonly AnsweringWorker[], mostFailures: number, remedy: string): BooksSource {
  const silent = workers.filter(({ failures }) => failures >= mostFailures);
  const answer = workers.filter(({ reading, failures }) => reading !== undefined && failures < mostFailures).length;
  const [first] = silent;
  if (first === undefined) return { state: answer === 0 && workers.length > 0 ? 'loading' : 'live', says: '' };
  const counts = `${answer} of ${answer + silent.length} workers answer`;
  const why = shown(`${answer === 0 ? 'rates unknown' : 'rates of the others unknown'}: ${first.why}: ${remedy}`);
  if (answer > 0) return { state: 'live', says: `${counts}: ${why}` };
  return { state: silent.some(({ forbidden }) => forbidden) ? 'refused' : 'stale', says: `${counts}: ${why}` };
}

/** What in a pair of books should not be: empty where they balance. */
export function booksProblem({ goods }: WorkerBooksPage): { readonly problem: string; readonly inDoubt: number } {
  const wrong = [...goods].find(([, { produced, bought, consumed, sold, stock }]) => produced + bought - consumed - sold !== stock);
  const inDoubt = [...goods.values()].reduce((sum, good) => sum + good.inDoubt, 0);
  return { problem: wrong === undefined ? '' : `its books do not balance: ${shown(wrong[0])}`, inDoubt };
}
