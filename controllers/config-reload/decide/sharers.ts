import type { Entry, Rolled } from '../seen/record.ts';
import type { Workload } from '../seen/workload.ts';
import { workloadTitle, type WorkloadKey } from '../seen/reload-key.ts';

/** A workload of those that share a source, against the content that the source has now. */
export interface Sharer {
  readonly key: WorkloadKey;
  readonly wave: number;
  /** `has`: its pods are made with it, or are being made. `pending`: it is to be rolled for it. */
  readonly state: 'has' | 'pending';
  /** Was it rolled, for this content or an earlier one, and is not back? What was down before does not count. */
  readonly isDown: boolean;
}

/** All that share a source, itself among them. */
export type SharersOf = (namespace: string, id: string, now: Entry | undefined) => readonly Sharer[];

/** So long after a roll its workload is down on account of that roll, whatever comes next. */
const BLAME_MS = 86_400_000;

/** It is down, as far as its controller has seen what was written last: until then it is what it was. */
export const isKnownDown = ({ available, settled }: Workload): boolean => available !== true && settled !== false;

/**
 * What the record says of a roll: one that is down for another reason than an earlier roll is no sign of a bad change, and
 * must not hold others.
 */
export function rolledNow(workload: Workload, before: Rolled | undefined, now: number): Rolled {
  const isOurs = workload.available === false && before !== undefined && !before.wasDown && before.at > now - BLAME_MS;
  return { at: now, wasDown: isKnownDown(workload) && !isOurs };
}

/** The content is the same, as far as the records of two workloads can tell. */
export const hasSame = (one: Entry | undefined, other: Entry | undefined): boolean =>
  typeof one === 'object' && typeof other === 'object' ? one.uid === other.uid && one.marker === other.marker : one === other;

const NAMED = 3;

/** `Deployment a, DaemonSet b and 7 more`: those of the same namespace are named without it. */
export function nameSharers(sharers: readonly Sharer[], namespace: string): string {
  const names = sharers.slice(0, NAMED).map(({ key }) => workloadTitle(key).replace(` ${namespace}/`, ' '));
  const more = sharers.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
}
