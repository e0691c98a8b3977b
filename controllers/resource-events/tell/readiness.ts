import type { Clock } from '../../../ground/time/clock.ts';
import type { Check } from '../../runtime/tell/probes.ts';
import type { ChangeOutbox } from '../outbox/change-outbox.ts';

/** Something has waited for so long, and the bus has taken nothing: nobody should count on it. */
const STUCK_MS = 60_000;

export interface ReadinessOptions {
  readonly following: { problems(): readonly string[] };
  readonly outbox: Pick<ChangeOutbox, 'oldestAt' | 'answeredAt' | 'pending'>;
  readonly clock: Clock;
  /** The bus's title. */
  readonly bus: string;
  /** A stand-by publishes nothing: what waits with it waits for the leader's checkpoint. */
  readonly isLeading: () => boolean;
}

export const createReadiness =
  ({ following, outbox, clock, bus, isLeading }: ReadinessOptions): Check =>
  () => [...following.problems(), ...(isLeading() ? stuck(outbox, clock.now(), bus) : [])];

function stuck({ oldestAt, answeredAt, pending }: ReadinessOptions['outbox'], now: number, bus: string): readonly string[] {
  if (oldestAt === undefined) return [];
  const sinceMs = now - Math.max(oldestAt, answeredAt ?? -Infinity);
  return sinceMs < STUCK_MS ? [] : [`${bus}: has confirmed nothing for ${Math.round(sinceMs / 1_000)} s, and ${pending} changes wait`];
}
