/** What holds for a while: a token, or a pair of keys. */
export interface Passing<T> {
  readonly value: T;
  /** By the clock of the wall. Absent: it holds for good. */
  readonly endsAtMs?: number | undefined;
}

/** A value that is fetched when it is first needed, and again before it ends. */
export interface Renewed<T> {
  /** Those who ask at the same time share one fetch. */
  get(): Promise<T>;
  /** It was not taken: the next who asks fetches another. */
  drop(): void;
}

/** So long before its end a value is fetched anew; while that fails, the old one does. */
const AHEAD_MS = 5 * 60_000;

export function createRenewed<T>(fetch: () => Promise<Passing<T>>, now: () => number = Date.now): Renewed<T> {
  let held: Passing<T> | undefined;
  let fetching: Promise<Passing<T>> | undefined;
  const endsWithin = (ms: number): boolean => held === undefined || (held.endsAtMs !== undefined && held.endsAtMs - now() <= ms);

  const renew = (): Promise<Passing<T>> => {
    fetching ??= fetch().finally(() => (fetching = undefined));
    return fetching;
  };
  return {
    async get() {
      if (held !== undefined && !endsWithin(AHEAD_MS)) return held.value;
      try {
        held = await renew();
      } catch (error) {
        if (held === undefined || endsWithin(0)) throw error;
      }
      return held.value;
    },
    drop: () => void (held = undefined),
  };
}
