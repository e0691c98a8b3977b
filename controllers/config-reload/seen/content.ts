/** What a source holds: no value of it, only what tells one content from another. */
export interface Content {
  readonly marker: string;
  /** A digest of each value. */
  readonly values: Readonly<Record<string, string>>;
}
