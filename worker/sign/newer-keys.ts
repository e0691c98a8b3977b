import { waitMs, type BackOff } from '../../ground/time/back-off.ts';
import { DELETION_COST_ANNOTATION } from '../../model/keys.ts';
import type { Annotations, Written } from './write.ts';

/** Keys that came after the first release: the policy of a cluster may be older than its workers. */
const NEWER = new Set([DELETION_COST_ANNOTATION]);

/**
 * An older policy refuses all that is written together with a key that it does not know. Such keys are then left out, and offered
 * again from time to time. Where the rest is refused without them as well, they are not what it is about.
 */
export type NewerKeys =
  | { readonly are: 'offered'; readonly refusals: number }
  | { readonly are: 'suspected'; readonly refusals: number }
  | { readonly are: 'left-out'; readonly refusals: number; readonly until: number };

export const OFFERED: NewerKeys = { are: 'offered', refusals: 0 };

/** How long until they are offered again: a new policy is there a moment later, or after months. */
const OFFERS: BackOff = { firstMs: 60_000, longestMs: 3_600_000, spread: [1, 0.5] };

/** What may be written now. */
export const offered = (changes: Annotations, keys: NewerKeys, now: number): Annotations =>
  keys.are === 'offered' || (keys.are === 'left-out' && now >= keys.until)
    ? changes
    : Object.fromEntries(Object.entries(changes).filter(([key]) => !NEWER.has(key)));

export interface SignAttempt {
  readonly changes: Annotations;
  readonly written: Written;
  readonly now: number;
  readonly random: () => number;
}

/** What an attempt to write has told of them. */
export function afterAttempt(keys: NewerKeys, { changes, written, now, random }: SignAttempt): NewerKeys {
  const isRefused = written.is === 'refused' && (written.status === 403 || written.status === 422);
  if (written.is !== 'written' && !isRefused) return keys;
  const names = Object.keys(changes);
  const [some, all] = [names.some((key) => NEWER.has(key)), names.every((key) => NEWER.has(key))];
  const refusals = keys.refusals + 1;
  const leftOut = (): NewerKeys => ({ are: 'left-out', refusals, until: now + waitMs(OFFERS, refusals, random) });
  if (some) return written.is === 'written' ? OFFERED : all ? leftOut() : { are: 'suspected', refusals: keys.refusals };
  if (keys.are !== 'suspected') return keys;
  return written.is === 'written' ? leftOut() : { are: 'offered', refusals: keys.refusals };
}
