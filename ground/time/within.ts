import { rejectionOf } from './abort.ts';
import type { Clock } from './clock.ts';
import { createDeadline } from './deadline.ts';

/** It took longer than it may. */
export class DeadlineExceeded extends Error {
  override readonly name = 'DeadlineExceeded';
}

/**
 * Runs `act` with a signal that aborts when `parent` does, and after `ms`. The promise rejects at that moment, whether or
 * not `act` obeys its signal; `act`'s own end is the caller's to watch if that matters.
 */
export function within<T>(clock: Clock, ms: number, parent: AbortSignal, act: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { signal, end } = createDeadline(clock, ms, () => new DeadlineExceeded(`not done within ${ms / 1_000} s`), parent);
  // It listens before `act` does: the reason of the end is the deadline's, not what `act` makes of it.
  const cut = rejectionOf(signal);
  return Promise.race([act(signal), cut]).finally(end);
}
