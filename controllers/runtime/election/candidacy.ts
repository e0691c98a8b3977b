import { timestamp } from '../../../ground/time/rfc3339.ts';
import { ApiError } from '../../../kube/errors/api-error.ts';
import type { LeaseStore } from './candidate.ts';
import { elect, type ElectionOptions, type Term } from './election.ts';
import type { Log } from '../tell/log.ts';

export interface CandidacyOptions extends Pick<ElectionOptions, 'identity' | 'times' | 'clock' | 'random'> {
  /** Absent: it leads without asking. */
  readonly leases?: LeaseStore;
  /** Does the cluster's refusal of a lease mean to lead without one? */
  readonly leadAlone: boolean;
  readonly log: Log;
  readonly wall: () => number;
}

/** Leads whenever it may: with a lease, or without asking for one. */
export function standForElection(
  { leases, leadAlone, log, wall, ...options }: CandidacyOptions,
  stop: AbortSignal,
  lead: (term: Term) => Promise<void>,
): Promise<void> {
  if (leases === undefined) return lead({ signal: new AbortController().signal, holds: () => true });
  // Each once, until a term begins: candidates try every two seconds.
  let refused = false;
  let failed = false;
  return elect(
    {
      ...options,
      leases,
      signal: stop,
      onWaiting: (holder, leftMs) => log.info({ leader: holder, unlessRenewedBy: timestamp(wall() + leftMs) }, 'standing by'),
      onRefusal(error) {
        if (!leadAlone || !ApiError.is(error, 'forbidden')) return 'retry';
        if (!refused) log.warn({ error }, 'leading without a Lease, as the cluster grants none: run one replica only, or grant it');
        refused = true;
        return 'lead-alone';
      },
      onError(error) {
        const race = ApiError.is(error, 'conflict', 'already-exists');
        if (race || failed) return log.debug({ error }, 'Lease not written');
        log.warn({ error }, 'cannot acquire the Lease');
        failed = true;
      },
    },
    (term) => {
      failed = false;
      return lead(term);
    },
  );
}
