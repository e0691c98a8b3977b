/** The worst of what may be said of a shop counts: these are from worst to best, but for `unknown`. */
export const SHOP_STATES = ['trouble', 'never', 'starving', 'short', 'starting', 'resting', 'full', 'unknown'] as const;
export type ShopState = (typeof SHOP_STATES)[number];

export interface ShopPicture {
  /** `kingdom/shop`. */
  readonly key: string;
  readonly kingdom: string;
  readonly town: string;
  readonly shop: string;
  readonly type: string;
  readonly state: ShopState;
  readonly since: string;
  /** How the state is known. */
  readonly by: 'measured' | 'plan' | 'cluster';
  /** The state in a sentence; empty where its word says all. */
  readonly says: string;
  readonly replicas: number;
  readonly ready: number;
  /** Of all its pods together, by good. */
  readonly stock: readonly StockPicture[];
  readonly makes: readonly MakePicture[];
  readonly buys: readonly BuyPicture[];
  /** What its pods say that they wait for, in their words. */
  readonly waits: readonly string[];
  /** From what it is short of to the cause, a step each; empty where it is not held up. */
  readonly why: readonly WhyPicture[];
  /** How many other shops it holds up. */
  readonly holdsUp: number;
  readonly measured: MeasuredPicture;
  readonly pods: readonly PodPicture[];
}

/** How far the rates of now can be relied on. */
export interface MeasuredPicture {
  /** That run, and of them those whose books are read. */
  readonly workers: number;
  readonly answering: number;
  /** Over how many seconds rates are measured. */
  readonly window: number;
  /** RFC 3339: when there will be rates; empty where there are some, or nobody can tell. */
  readonly readyAt: string;
}

export interface StockPicture {
  readonly good: string;
  readonly count: number;
}

/** Units a second, of all workers together; null where nobody can tell. */
export type UnitsPerSecond = number | null;

export interface MakePicture {
  readonly good: string;
  /** At full speed. */
  readonly full: UnitsPerSecond;
  /** In the long run, by plan. */
  readonly plan: UnitsPerSecond;
  /** Measured. */
  readonly now: UnitsPerSecond;
  /** What keeps it from more, in a phrase; empty where nothing does. */
  readonly limit: string;
}

export interface BuyPicture {
  readonly good: string;
  /** The key of the shop that sells it; where that is not a shop of this cluster, the address as the directions have it. */
  readonly from: string;
  readonly known: boolean;
  /** By plan it is this that keeps the shop from more. */
  readonly limits: boolean;
  readonly could: UnitsPerSecond;
  readonly plan: UnitsPerSecond;
  readonly now: UnitsPerSecond;
}

export interface WhyPicture {
  /** The shop that this step is about. */
  readonly shop: string;
  readonly says: string;
}

export interface PodPicture {
  readonly name: string;
  readonly ready: boolean;
  /** `Running`, `Pending`, or `Ending` for one that is being deleted. */
  readonly phase: string;
  readonly restarts: number;
  /** When it was made. */
  readonly since: string;
  readonly stock: readonly StockPicture[];
  readonly waits: string;
  /** Why it does not run, in its own last words where it has some; empty: nothing is wrong. */
  readonly trouble: string;
}
