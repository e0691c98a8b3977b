/** What a change is about. */
export interface ChangedResource {
  /** `''` is the core group. */
  readonly group: string;
  readonly version: string;
  /** `deployments` */
  readonly plural: string;
  readonly kind: string;
}

export interface ChangedObject {
  /** Of the object, or what stands for it where an aggregated API gives none. */
  readonly uid: string;
  /** Absent for what has no namespace. */
  readonly namespace?: string;
  readonly name: string;
  readonly resourceVersion: string;
}

/**
 * `listed`: it was there at a first start. `gap`: nobody can tell what happened to the objects of this resource for a while; it is
 * about no object.
 */
export type ChangeType = 'created' | 'updated' | 'deleted' | 'listed' | 'gap';

/** An object as JSON text with apiVersion and kind, redacted, numbers as the server wrote them. Never parsed again on its way. */
export type StateText = Uint8Array;

/** One change of one object, as it is published, in whichever format. */
export interface ResourceChange {
  readonly type: ChangeType;
  /** The same for the same change in every replica and after every restart: a UUID. */
  readonly id: string;
  /** Orders: `<cluster-id>/<uid>`, and the uid alone where the cluster has no id. */
  readonly key: string;
  readonly clusterId: string;
  readonly resource: ChangedResource;
  readonly object: ChangedObject;
  /** When it happened: kollect's applies_at. In milliseconds since 1970. */
  readonly happenedAtMs: number;
  /** When it was noticed. */
  readonly noticedAtMs: number;
  /** What was published last; absent for what is new, and where a rule leaves it out. Of what is deleted: its last state. */
  readonly then?: StateText;
  /** Absent for what is deleted. */
  readonly now?: StateText;
  /** JSON pointers to what differs, at most 100; of an update. */
  readonly changed: readonly string[];
  /** How many states between `then` and `now` were left out because the bus was away for too long. */
  readonly merged: number;
  /** Something was left out because no bus takes messages of that size. */
  readonly shrunk: boolean;
  /** A rule wants references: the states hold apiVersion, kind, metadata.name, namespace, uid and resourceVersion, and no more. */
  readonly isReference?: boolean;
}
