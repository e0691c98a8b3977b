/** What is remembered of a turn for as long as what it wrote may be the reason of others. */
export interface TurnNote {
  readonly key: string;
  /** The last of so many turns of which each was caused by what the one before had written, and by nothing else. */
  depth: number;
  /** When the first of them began. */
  since: number;
}
