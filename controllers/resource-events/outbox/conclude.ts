import { waitMs } from '../../../ground/time/back-off.ts';
import type { Clock } from '../../../ground/time/clock.ts';
import type { PublishAttempt, Availability } from './availability.ts';
import type { BatchAnswer } from './batch.ts';
import type { DeadLetter, OutboxObserver } from './observer.ts';
import type { PendingChange } from './pending-change.ts';
import type { PendingChanges } from './pending-changes.ts';
import { RETRIES } from './retries.ts';
import { shrink } from './shrink.ts';

export interface ConcludeOptions {
  readonly pending: PendingChanges;
  readonly availability: Availability;
  readonly observer: OutboxObserver;
  readonly clock: Clock;
  readonly random: () => number;
  /** It is not to be sent for so long. */
  readonly rest: (change: PendingChange, ms: number) => void;
}

/** Does what follows from the answers to a batch. */
export function conclude(answers: readonly BatchAnswer[], attempt: PublishAttempt, options: ConcludeOptions): void {
  const { pending, availability, observer, clock } = options;
  if (answers.some(({ delivery }) => delivery.how === 'confirmed' || delivery.how === 'refused')) attempt.answered();
  const untaken: PendingChange[] = [];
  let [leastMs, why] = [0, ''];
  for (const { pending: change, delivery } of answers) {
    switch (delivery.how) {
      case 'confirmed':
        pending.settle(change);
        observer.published?.(change.change, clock.now() - change.appendedAt);
        break;
      case 'refused':
        refuse(change, delivery.reason, delivery.why, options);
        break;
      case 'not encodable':
        bury(change, 'not encodable', delivery.why, options);
        break;
      case 'again':
        if (isItsOwn(change, answers, availability)) restAlone(change, delivery.why, delivery.afterMs ?? 0, options);
        else {
          untaken.push(change);
          [leastMs, why] = [Math.max(leastMs, delivery.afterMs ?? 0), delivery.why];
        }
        change.failedAt = clock.now();
    }
  }
  for (const change of untaken) pending.putBack(change);
  if (untaken.length === 0) return;
  const retryMs = attempt.failed(leastMs); // also where nobody is told
  observer.failed?.(why, retryMs);
}

/** The bus takes others, and this one not: that says nothing about the bus. */
function isItsOwn({ failedAt }: PendingChange, answers: readonly BatchAnswer[], { isAway, answeredAt }: Availability): boolean {
  if (answers.some(({ delivery }) => delivery.how === 'confirmed' || delivery.how === 'refused')) return true;
  return !isAway && failedAt > -Infinity && answeredAt !== undefined && answeredAt > failedAt;
}

function restAlone(change: PendingChange, why: string, leastMs: number, { observer, random, rest }: ConcludeOptions): void {
  change.failures += 1;
  const restMs = Math.max(leastMs, waitMs(RETRIES, change.failures, random));
  rest(change, restMs);
  observer.failed?.(why, restMs);
}

function refuse(refused: PendingChange, reason: 'too large' | 'not accepted', why: string, options: ConcludeOptions): void {
  const smaller = reason === 'too large' ? shrink(refused.change) : undefined;
  if (smaller === undefined) return bury(refused, reason, why, options);
  options.pending.replace(refused, smaller);
  options.pending.putBack(refused);
  options.observer.shrunk?.(smaller);
}

function bury(dead: PendingChange, reason: DeadLetter['reason'], why: string, { pending, observer }: ConcludeOptions): void {
  pending.settle(dead);
  observer.dead?.({ change: dead.original ?? dead.change, reason, why });
}
