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

/** `event: change` of `GET api/stream`: what differs since the change before. */
export interface RealmChange {
  readonly seq: number;
  readonly at: string;
  /** Of a shop that was not there before, all fields; of another, those that differ. */
  readonly shops?: readonly ShopChange[];
  /** Keys of the shops that are no more. */
  readonly gone?: readonly string[];
  /** Each of these whole, where anything of it differs. */
  readonly sources?: readonly SourcePicture[];
  readonly kingdoms?: readonly KingdomPicture[];
  readonly trades?: number | null;
  readonly troubles?: number;
  readonly goods?: readonly GoodPicture[];
  readonly causes?: readonly CausePicture[];
}

export type ShopChange = Partial<ShopPicture> &
  Pick<ShopPicture, 'key'> & {
    /** Where the pods are those that were there before: what differs of them, in place of `pods`. */
    readonly podChanges?: readonly PodChange[];
  };
export type PodChange = Partial<PodPicture> & Pick<PodPicture, 'name'>;

/** `event: beat`, every five seconds: the server is there, and how fresh what it knows is. */
export interface Beat {
  readonly at: string;
  readonly build: string;
  readonly seq: number;
  readonly sources: readonly SourcePicture[];
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

/** `GET api/controllers`: who leads, how much they have to do, and what they did. */
export interface ControllersPicture {
  readonly version: typeof WIRE_VERSION;
  readonly at: string;
  /** By name. */
  readonly controllers: readonly ControllerPicture[];
  /** Newest first. */
  readonly deeds: readonly DeedPicture[];
}

export interface ControllerPicture {
  readonly name: string;
  /** The pod that leads; empty where none does, or none is needed. */
  readonly leader: string;
  readonly pods: readonly ControllerPodPicture[];
  /** Keys that wait in the queue of the leader; null where nobody tells. */
  readonly queue: number | null;
  /** Reconciles that failed and were tried again, since its start. */
  readonly retries: number | null;
  /** Changes that wait for the bus, and for how long the oldest has; null for a controller that publishes none. */
  readonly backlog: number | null;
  readonly oldestSeconds: number | null;
}

interface ControllerPodPicture {
  readonly name: string;
  readonly ready: boolean;
  readonly restarts: number;
  readonly since: string;
  /** Why it does not run, or why its metrics are not known; empty: nothing is wrong. */
  readonly trouble: string;
}

/** An Event that a controller of ours wrote: what it did, to what, and why. */
export interface DeedPicture {
  readonly at: string;
  readonly controller: string;
  /** `Reloaded`, `Scaled` … */
  readonly reason: string;
  /** `Deployment kingdom-of-foobar/woodworker` */
  readonly about: string;
  /** The shop's key, where it is about one. */
  readonly shop: string;
  readonly says: string;
  /** How often it happened. */
  readonly count: number;
  readonly warning: boolean;
}

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
