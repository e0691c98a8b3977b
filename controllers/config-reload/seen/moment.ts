import { compareVersions } from '../../../kube/follow/version.ts';

/** When something was written, as far as this process can tell. */
export interface Moment {
  /** The resourceVersion that the write gave. One API server counts all its objects by one counter. */
  readonly version: string;
  /** The how many-th thing that this process heard of: where versions cannot be compared. */
  readonly heard: number;
}

export const isAfter = (one: Moment, other: Moment): boolean =>
  (compareVersions(one.version, other.version) ?? one.heard - other.heard) > 0;
