import type { Failures } from '../../../ground/time/back-off.ts';
import type { Queue } from './queue.ts';

/** Has every key that failed tried at once: what they failed on has come back. */
export function hasten(queue: Queue, failures: Failures): void {
  for (const key of failures.keys()) queue.add(key, { reason: 'what it failed on may be back' });
}
