import type { ShopPicture, UnitsPerSecond } from './shop.ts';

/**
 * What the dashboard's server says to its page, and to whoever scripts it: JSON (docs/dashboard.md). A field is never
 * renamed, and a reader ignores those that it does not know. Every field is always there, so that a change can say what
 * differs. Names of others stand in lists, never as keys of objects. All text is printable and of bounded length.
 */
export const WIRE_VERSION = 1;

/** `GET api/realm`: all that is known now. */
export interface RealmPicture {
  readonly version: typeof WIRE_VERSION;
  /** The build that the server is, so that a page which is older can say so. */
  readonly build: string;
  /** RFC 3339. */
  readonly at: string;
  /** Grows with each change: what `api/stream?after=` goes on from. */
  readonly seq: number;
  readonly sources: readonly SourcePicture[];
  readonly kingdoms: readonly KingdomPicture[];
  /** Sales a second, all over the cluster; null: nobody can tell. */
  readonly trades: number | null;
  /** Grows whenever `api/trouble` has something new. */
  readonly troubles: number;
  /** By name. */
  readonly goods: readonly GoodPicture[];
  /** The shops that hold others up, those that hold up most first. */
  readonly causes: readonly CausePicture[];
  /** By key. */
  readonly shops: readonly ShopPicture[];
}

/** Where something is known from; each may fail alone. */
export interface SourcePicture {
  /** `namespaces`, `deployments`, `pods`, `configmaps`: of the API server. `plan`: what is worked out of them. `books`: of the workers. */
  readonly name: string;
  /** Empty: of the whole cluster. */
  readonly kingdom: string;
  readonly state: SourceState;
  /** Since when it is in that state. */
  readonly since: string;
  /** Why it is not live, and what to do; empty where there is nothing to say. */
  readonly says: string;
}

export type SourceState = 'loading' | 'live' | 'stale' | 'refused';

export interface KingdomPicture {
  readonly name: string;
  readonly realm: string;
}

/** What a good's makers and users make of it, all over the cluster. */
export interface GoodPicture {
  readonly good: string;
  readonly stock: number;
  /** What its makers could make, and would by plan, and make. */
  readonly full: UnitsPerSecond;
  readonly plan: UnitsPerSecond;
  readonly now: UnitsPerSecond;
  /** What its users could use, would by plan, and use. */
  readonly could: UnitsPerSecond;
  readonly planUsed: UnitsPerSecond;
  readonly used: UnitsPerSecond;
  /** For a while now more than a fifth more or less has been made than planned. */
  readonly differs: boolean;
}

export interface CausePicture {
  /** The key of the shop. */
  readonly shop: string;
  /** The good of which there is too little; empty where it is not about one good. */
  readonly good: string;
  readonly says: string;
  /** Keys of the shops that it holds up. */
  readonly holdsUp: readonly string[];
  /** What would help, as far as the plan confirms it: the first step, then the whole recipe. */
  readonly remedies: readonly string[];
}
