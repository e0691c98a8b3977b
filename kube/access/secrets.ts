/** What says who asks, as it is at this moment. */
export interface Secrets {
  readonly token?: string;
  /** PEM. */
  readonly certificate?: string;
  readonly key?: string;
  /** Not to be shown after this time, in milliseconds since 1970. */
  readonly expiresAt?: number;
}

/** Where secrets come from. */
export interface SecretSource {
  read(): Promise<Secrets>;
  /** Files are rotated without notice: they are read again after so long. */
  readonly staleAfterMs?: number;
}
