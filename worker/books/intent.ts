/** What was meant to be bought, written before the first byte goes out. */
export interface Intent {
  readonly key: string;
  readonly good: string;
  readonly quantity: number;
  /** Base URL of the shop. */
  readonly store: string;
  /** The books that are to sell; null: a store that keeps none. */
  readonly seller: string | null;
  /** Where those books were found, `ip:port`. A hint. */
  readonly address: string | null;
  /** The running time of the seller's books when they were found: how they know a key too old to remember. */
  readonly asked: number | null;
  /** Unix time in ms. */
  readonly placed: number;
  /** Why it counts as in doubt; null while an answer may be expected. */
  readonly doubt: string | null;
}
