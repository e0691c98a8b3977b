/** An object of a cluster as it was published: JSON, parsed. Numbers beyond 2^53 are no longer exact. */
export interface PublishedObject {
  /** kollect itself leaves it out, and kind, of what it found in a list. */
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly resourceVersion?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

/** What every event says. */
interface Told {
  /** The same whenever the same change comes again. */
  readonly id: string;
  /** Its CloudEvents type, or the name of its payload in kollect's format. */
  readonly typeName: string;
  /** Events of one key come in the order in which they happened. */
  readonly key: string;
  /** Empty where the cluster has none. */
  readonly clusterId: string;
  readonly happenedAt: Date;
  readonly noticedAt: Date;
}

/** What an event says of its object. Of a deletion, kollect's format tells the uid alone. */
interface ToldOfObject extends Told {
  readonly uid: string;
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly resourceVersion?: string;
  /** How many states were left out since the event before. */
  readonly merged: number;
  /** The message would have been too large: `then` was left out, and perhaps all of `now` but its metadata. */
  readonly shrunk: boolean;
  /** CloudEvents only: a later state of the same object has a greater one, as text. */
  readonly sequence?: string;
}

export interface CreatedEvent extends ToldOfObject {
  /** `listed`: it was there when the agent started for the first time. kollect's format calls that created. */
  readonly type: 'created' | 'listed';
  readonly now: PublishedObject;
}

export interface UpdatedEvent extends ToldOfObject {
  readonly type: 'updated';
  /** What was published before; absent where a rule, a limit or the format leaves it out. */
  readonly then?: PublishedObject;
  readonly now: PublishedObject;
  /** JSON pointers to what differs, at most 100; CloudEvents only. */
  readonly changed: readonly string[];
}

export interface DeletedEvent extends ToldOfObject {
  readonly type: 'deleted';
  /** The last state; CloudEvents only. */
  readonly then?: PublishedObject;
}

/** Nobody can tell what happened to the objects of this resource for a while: compare what you have with the cluster. CloudEvents only. */
export interface GapEvent extends Told {
  readonly type: 'gap';
  readonly apiVersion?: string;
  readonly kind?: string;
}

/** A well-formed event of a type that this version does not know. */
export interface UnknownEvent {
  readonly type: 'unknown';
  readonly id: string;
  readonly key: string;
  /** Its CloudEvents type, or the type URL of its payload in kollect's format. */
  readonly typeName: string;
}

export type ResourceEvent = CreatedEvent | UpdatedEvent | DeletedEvent | GapEvent;

/** A message that is in none of the formats: what was read, why not, and what to do. */
export class UnreadableMessage extends Error {
  override readonly name = 'UnreadableMessage';
  /** What an HTTP server answers, and Express does by itself: this message never, as it is. */
  readonly status: 400 | 413;
  constructor(message: string, { status = 400, ...options }: ErrorOptions & { readonly status?: 400 | 413 } = {}) {
    super(message, options);
    this.status = status;
  }
}
