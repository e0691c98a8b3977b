import type { Clock } from '../../kube/clock.ts';
import { within } from './deadline.ts';
import { decide, holds, observe, untilNextTry, type LeaseRecord, type LeaseTimes, type Sight } from './lease.ts';

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

/** A time of leading. */
export interface Term {
  /** Aborts when the lease is lost. Whatever still runs then must write no more. */
  readonly signal: AbortSignal;
  /** May one still write? True only while the lease is certainly held, whatever timers are late. */
  holds(): boolean;
}

export interface ElectionOptions {
  readonly leases: LeaseStore;
  readonly identity: string;
  readonly times: LeaseTimes;
  readonly clock: Clock;
  readonly random: () => number;
  /** Ends the candidacy. A term that lasts goes on until `lead` has returned; then the lease is released. */
  readonly signal: AbortSignal;
  /**
   * What to make of a failure. `lead-alone`: the cluster grants no lease, so this process leads without one, and goes on
   * trying, so that a right granted later is used.
   */
  readonly onRefusal: (error: unknown) => 'lead-alone' | 'retry';
  readonly onError: (error: unknown) => void;
}

/** Calls `lead` for each term, one after another, for as long as the signal lets it. `lead` returns soon after its term, or the signal, has ended. */
export async function elect(options: ElectionOptions, lead: (term: Term) => Promise<void>): Promise<void> {
  const candidate = createCandidate(options);
  const { clock, signal } = options;
  while (!signal.aborted) {
    const standing = await candidate.try(signal);
    if (standing.leads && !signal.aborted) await serveTerm(options, candidate, lead);
    else await clock.pause(untilNextTry(options.times, options.random), signal);
  }
}

/** One term: `lead` at work, and beside it the lease renewed until `lead` has returned or the lease is lost. */
async function serveTerm({ clock, times, random }: ElectionOptions, candidate: Candidate, lead: (term: Term) => Promise<void>): Promise<void> {
  const lost = new AbortController();
  const over = new AbortController();
  const ended = AbortSignal.any([over.signal, lost.signal]);
  const work = lead({ signal: lost.signal, holds: () => !lost.signal.aborted && candidate.holds() }).finally(() => over.abort());
  const watchDeadline = (): (() => void) => {
    let cancel = () => {};
    const watch = () => {
      if (candidate.holds()) cancel = clock.after(candidate.leftMs(), watch);
      else lost.abort(new LeaseLost('the lease could not be renewed in time'));
    };
    watch();
    return () => cancel();
  };
  const stopWatching = watchDeadline();
  while (!ended.aborted) {
    await clock.pause(candidate.alone() ? ALONE_RETRY_MS : untilNextTry(times, random), ended);
    if (ended.aborted) break;
    const { holder } = await candidate.try(lost.signal);
    if (holder !== undefined) lost.abort(new LeaseLost(`the lease was taken by ${holder}`));
  }
  stopWatching();
  await work;
  if (!lost.signal.aborted) await candidate.release();
}

/** Why a term ended: the reason of its signal. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** How often a process that leads without a lease asks whether it may have one by now. */
const ALONE_RETRY_MS = 30_000;

interface Standing {
  readonly leads: boolean;
  /** Somebody else who has it. */
  readonly holder?: string;
}

interface Candidate {
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

function createCandidate({ leases, identity, times, clock, onRefusal, onError }: ElectionOptions): Candidate {
  let sight: Sight | undefined;
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
      case 'wait': return { leads: false, holder: step.holder };
      case 'create': return renewed(leases.create(written(0, true), signal));
      case 'renew': return renewed(leases.replace(step.version, written(step.transitions, false), signal));
      case 'take': return renewed(leases.replace(step.version, written(step.transitions, true), signal));
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
