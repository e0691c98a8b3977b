import type { Clock } from '../../../ground/time/clock.ts';
import { within } from '../../../ground/time/within.ts';
import { decide, holds, observe, type LeaseRecord, type LeaseTimes, type ObservedLease } from './lease.ts';

/** A lease in the cluster. A write rejects when the record is no longer the one of that version. */
export interface LeaseStore {
  read(signal: AbortSignal): Promise<LeaseRecord | undefined>;
  create(record: NewRecord, signal: AbortSignal): Promise<LeaseRecord>;
  replace(version: string, record: NewRecord, signal: AbortSignal): Promise<LeaseRecord>;
}

/** What a candidate writes. `began`: a new term. */
export interface NewRecord extends Omit<LeaseRecord, 'version'> {
  readonly began: boolean;
}

export interface CandidateOptions {
  readonly leases: LeaseStore;
  readonly identity: string;
  readonly times: LeaseTimes;
  readonly clock: Clock;
  /**
   * What to make of a failure. `lead-alone`: the cluster grants no lease, so this process leads without one, and goes on
   * trying, so that a right granted later is used.
   */
  readonly onRefusal: (error: unknown) => 'lead-alone' | 'retry';
  readonly onError: (error: unknown) => void;
}

/** How an attempt ended. */
interface Standing {
  readonly leads: boolean;
  /** Somebody else who has it, and how long it is good for unless it is renewed. */
  readonly holder?: string;
  readonly leftMs?: number;
}

export interface Candidate {
  /** One attempt to get or to keep the lease. Never rejects. */
  try(signal: AbortSignal): Promise<Standing>;
  holds(): boolean;
  /** Does it lead without a lease, as the cluster grants none? */
  alone(): boolean;
  /** Until `holds` has to be asked again. */
  leftMs(): number;
  /** Lets another take over at once. What goes wrong is only told: the lease ends by itself. */
  release(): Promise<void>;
}

export function createCandidate({ leases, identity, times, clock, onRefusal, onError }: CandidateOptions): Candidate {
  let sight: ObservedLease | undefined;
  let renewedAt = -Infinity;
  let alone = false;
  const requestMs = Math.max(1_000, times.renewDeadlineMs / 2);
  const see = (record: LeaseRecord | undefined) => (sight = observe(sight, record, clock.now()));
  const written = (transitions: number, began: boolean): NewRecord => ({ holder: identity, transitions, leaseMs: times.leaseMs, began });
  /** Counted from before the request: the lease is good from some moment after that. */
  const renewed = async (write: Promise<LeaseRecord>): Promise<Standing> => {
    const asked = clock.now();
    see(await write);
    renewedAt = asked;
    return { leads: true };
  };

  async function attempt(signal: AbortSignal): Promise<Standing> {
    const own = sight?.record;
    if (own?.holder === identity) {
      try {
        return await renewed(leases.replace(own.version, written(own.transitions, false), signal));
      } catch (error) {
        signal.throwIfAborted();
        onError(error); // somebody wrote it, or it is gone: what it is now says which
      }
    }
    const { record, since } = see(await leases.read(signal));
    const step = decide({ record, since }, identity, clock.now());
    switch (step.do) {
      case 'wait':
        return { leads: false, holder: step.holder, leftMs: step.leftMs };
      case 'create':
        return renewed(leases.create(written(0, true), signal));
      case 'renew':
        return renewed(leases.replace(step.version, written(step.transitions, false), signal));
      case 'take':
        return renewed(leases.replace(step.version, written(step.transitions, true), signal));
    }
  }

  return {
    async try(signal) {
      try {
        const standing = await within(clock, requestMs, signal, attempt);
        alone = false;
        return standing;
      } catch (error) {
        if (signal.aborted) return { leads: false };
        // Where there once was a lease to see, there may be somebody who holds it.
        alone = sight === undefined && onRefusal(error) === 'lead-alone';
        if (!alone) onError(error);
        return { leads: alone };
      }
    },
    holds: () => alone || holds(renewedAt, clock.now(), times),
    alone: () => alone,
    leftMs: () => (alone ? times.renewDeadlineMs : Math.max(0, renewedAt + times.renewDeadlineMs - clock.now())),
    async release() {
      const own = sight?.record;
      if (alone || own?.holder !== identity) return;
      const empty = { holder: '', transitions: own.transitions, leaseMs: 1_000, began: false };
      sight = undefined;
      renewedAt = -Infinity;
      await within(clock, requestMs, new AbortController().signal, (signal) => leases.replace(own.version, empty, signal)).catch(onError);
    },
  };
}
