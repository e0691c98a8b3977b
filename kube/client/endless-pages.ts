import { ApiError } from '../errors/api-error.ts';

/** Five million objects, page by page: a cluster holds some hundred thousand. */
const MOST_PAGES = 10_000;
/** A selector may leave pages empty, but not so many one after another. */
const MOST_EMPTY_PAGES = 100;

/** Watches over a list that is read page by page: each page may name another, and a list ends. */
export interface Endlessness {
  /** Throws ApiError `malformed` where it does not. */
  check(next: string, items: number): void;
}

export function createEndlessness(attempt: string): Endlessness {
  const seen = new Set<string>();
  let empty = 0;
  return {
    check(next, items) {
      empty = items === 0 ? empty + 1 : 0;
      const why = seen.has(next)
        ? 'leads back to a page that was read already'
        : empty >= MOST_EMPTY_PAGES
          ? `has ${MOST_EMPTY_PAGES} empty pages one after another`
          : seen.size >= MOST_PAGES
            ? `has no end after ${MOST_PAGES} pages`
            : undefined;
      if (why !== undefined)
        throw new ApiError('malformed', `could not ${attempt}: the list ${why}; check that the kubeconfig names an API server`);
      seen.add(next);
    },
  };
}
