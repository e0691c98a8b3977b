import { createCandidate, type Candidate, type CandidateOptions } from './candidate.ts';
import { untilNextTry } from './lease.ts';

/** A time of leading. */
export interface Term {
  /** Aborts when the lease is lost. Whatever still runs then must write no more. */
  readonly signal: AbortSignal;
  /** May one still write? True only while the lease is certainly held, whatever timers are late. */
  holds(): boolean;
}

export interface ElectionOptions extends CandidateOptions {
  readonly random: () => number;
  /** Somebody else has the lease: it is waited for, so long if it is not renewed. Told once of each holder between two terms. */
  readonly onWaiting?: (holder: string, leftMs: number) => void;
  /** Ends the candidacy. A term that lasts goes on until `lead` has returned; then the lease is released. */
  readonly signal: AbortSignal;
}

/**
 * Calls `lead` for each term, one after another, for as long as the signal lets it.
 * `lead` returns soon after its term, or the signal, has ended.
 */
export async function elect(options: ElectionOptions, lead: (term: Term) => Promise<void>): Promise<void> {
  const candidate = createCandidate(options);
  const { clock, signal, onWaiting } = options;
  let waitsFor: string | undefined;
  while (!signal.aborted) {
    const { leads, holder, leftMs = 0 } = await candidate.try(signal);
    if (holder !== undefined && holder !== waitsFor) onWaiting?.(holder, leftMs);
    waitsFor = holder ?? (leads ? undefined : waitsFor);
    if (leads && !signal.aborted) await holdTerm(options, candidate, lead);
    else await clock.pause(untilNextTry(options.times, options.random), signal);
  }
}

/** One term: `lead` at work, and beside it the lease renewed until `lead` has returned or the lease is lost. */
async function holdTerm(
  { clock, times, random }: ElectionOptions,
  candidate: Candidate,
  lead: (term: Term) => Promise<void>,
): Promise<void> {
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
