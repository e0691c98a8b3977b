import type { WIRE_VERSION } from './realm.ts';

/** `GET api/history`: figures of the past, each line of them at the same times. */
export interface HistoryPicture {
  readonly version: typeof WIRE_VERSION;
  /** Ends of equal steps, in ms since 1970. */
  readonly times: readonly number[];
  /** From when on anything is kept at all; null: nothing is. */
  readonly since: number | null;
  readonly series: readonly SeriesPicture[];
}

export interface SeriesPicture {
  /** Empty: all shops together. */
  readonly shop: string;
  /** Empty: all goods together. */
  readonly good: string;
  readonly what: 'stock' | 'made' | 'used' | 'trades';
  /** Null where nobody can tell. */
  readonly values: readonly (number | null)[];
}

/** `GET api/trouble`: what went wrong between two times, the newest first. */
export interface TroublesPicture {
  readonly version: typeof WIRE_VERSION;
  readonly troubles: readonly TroublePicture[];
  /** So many more there were. */
  readonly more: number;
}

export const TROUBLE_KINDS = ['state', 'event', 'books', 'source'] as const;

export interface TroublePicture {
  readonly id: number;
  /** A shop that is worse than before, an Event of the cluster, what books say, a source that is lost. */
  readonly kind: (typeof TROUBLE_KINDS)[number];
  readonly kingdom: string;
  /** Its key; empty where it is about none. */
  readonly shop: string;
  /** In a word. */
  readonly reason: string;
  readonly says: string;
  /** RFC 3339: when it was so first and last, and how often in between. */
  readonly first: string;
  readonly last: string;
  readonly times: number;
}
