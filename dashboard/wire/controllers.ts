import type { WIRE_VERSION } from './realm.ts';

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
