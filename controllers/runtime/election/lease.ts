/** How long a lease is good for, and how it is kept. The holder gives up long before another may take over. */
export interface LeaseTimes {
  /** Others wait this long after the last change that they saw. */
  readonly leaseMs: number;
  /** The holder stops leading when it could not renew for this long. Less than `leaseMs`. */
  readonly renewDeadlineMs: number;
  /** Between two tries. */
  readonly retryMs: number;
}

export const LEASE_TIMES: LeaseTimes = { leaseMs: 15_000, renewDeadlineMs: 10_000, retryMs: 2_000 };
const JITTER = 1.2;

/** What is wrong with these times; undefined if nothing is. */
export function leaseTimesProblem({ leaseMs, renewDeadlineMs, retryMs }: LeaseTimes): string | undefined {
  if (leaseMs <= renewDeadlineMs)
    return `the lease (${leaseMs} ms) has to outlast the renew deadline (${renewDeadlineMs} ms), or two could lead at once`;
  if (renewDeadlineMs <= JITTER * retryMs)
    return `the renew deadline (${renewDeadlineMs} ms) has to be more than ${JITTER} times the retry period (${retryMs} ms), or one lost request ends the leadership`;
  return undefined;
}

/** A lease as the API server shows it. */
export interface LeaseRecord {
  readonly version: string;
  /** Empty once released. */
  readonly holder: string;
  readonly transitions: number;
  /** The holder's own word on how long it is good for. */
  readonly leaseMs: number;
}

/**
 * What a candidate knows: the record, and when it was first seen as it is, on the candidate's own clock. The times in
 * the record are another machine's, so nothing is decided by them.
 */
export interface ObservedLease {
  readonly record: LeaseRecord | undefined;
  readonly since: number;
}

export const observe = (sight: ObservedLease | undefined, record: LeaseRecord | undefined, now: number): ObservedLease =>
  sight !== undefined && sight.record?.version === record?.version ? sight : { record, since: now };

/** What to do with the lease. `create` and `take` begin a term, `renew` goes on with it. */
export type LeaseStep =
  | { readonly do: 'create' }
  | { readonly do: 'renew' | 'take'; readonly version: string; readonly transitions: number }
  | { readonly do: 'wait'; readonly holder: string; readonly leftMs: number };

export function decide({ record, since }: ObservedLease, identity: string, now: number): LeaseStep {
  if (record === undefined) return { do: 'create' };
  const { version, holder, transitions, leaseMs } = record;
  if (holder === identity) return { do: 'renew', version, transitions };
  if (holder !== '' && now < since + leaseMs) return { do: 'wait', holder, leftMs: since + leaseMs - now };
  return { do: 'take', version, transitions: transitions + 1 };
}

/** May the holder still act, having renewed last at that time? Asked before each write: timers are late after a long pause. */
export const holds = (renewedAt: number, now: number, { renewDeadlineMs }: LeaseTimes): boolean => now < renewedAt + renewDeadlineMs;

/** Candidates do not knock in step. */
export const untilNextTry = ({ retryMs }: LeaseTimes, random: () => number): number => retryMs * (1 + (JITTER - 1) * random());
