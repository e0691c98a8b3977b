import type { Entry, Rolled } from '../seen/record.ts';
import { workloadTitle, type WorkloadKey } from '../seen/reload-key.ts';

/** A workload of those that share a source, against the content that the source has now. */
export interface Sharer {
  readonly key: WorkloadKey;
  readonly wave: number;
  /** `has`: its pods are made with it, or are being made. `pending`: it is to be rolled for it. */
  readonly state: 'has' | 'pending';
  /** Is it rolled, and not there again yet? What was down before does not count. */
  readonly isDown: boolean;
}

/** All that share a source, itself among them. */
export type SharersOf = (namespace: string, id: string, now: Entry | undefined) => readonly Sharer[];

/** So long after a roll its workload is down on account of that roll, whatever comes next. */
const BLAME_MS = 3_600_000;

/**
 * What the record says of a roll: one that is down for another reason than an earlier roll is no sign of a bad change, and
 * must not hold others.
 */
export const rolledNow = (available: boolean | undefined, before: Rolled | undefined, now: number): Rolled => {
  const isOurs = before !== undefined && !before.wasDown && before.at > now - BLAME_MS;
  return { at: now, wasDown: available !== true && !(available === false && isOurs) };
};

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
