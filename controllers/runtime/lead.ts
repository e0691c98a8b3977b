import type { Clock } from '../../ground/time/clock.ts';
import { within } from '../../ground/time/within.ts';
import type { Term } from './election/election.ts';
import type { Leadership } from './election/leadership.ts';
import { serveTerm, type TermOptions } from './serve-term.ts';
import type { Events } from './tell/events.ts';
import { describeError, type Log } from './tell/log.ts';
import type { RuntimeMetrics } from './tell/metrics.ts';

/** The last Events are worth so much of a stop's time. */
const FAREWELL_MS = 2_000;

export interface LeadOptions extends TermOptions {
  readonly identity: string;
  readonly leadership: Leadership;
  readonly events: Events;
  readonly metrics: RuntimeMetrics;
  readonly log: Log;
}

/** One term, from its first key to its last Event. */
export async function lead(options: LeadOptions, term: Term, stop: AbortSignal): Promise<void> {
  const { identity, leadership, queue, events, metrics, clock, log } = options;
  leadership.begin(term);
  metrics.leads(true);
  log.info({ identity }, 'leading');
  await serveTerm(options, term, stop);
  if (stop.aborted) await sayFarewell(events, clock, log);
  leadership.end();
  queue.clear();
  metrics.leads(false);
  log.info(term.signal.aborted ? { reason: describeError(term.signal.reason) } : {}, 'stopped leading');
}

/** Writes the Events that wait, as far as the time allows. */
const sayFarewell = ({ finish }: Events, clock: Clock, log: Log): Promise<void> =>
  within(clock, FAREWELL_MS, new AbortController().signal, finish).catch(() => log.debug({}, 'not all Events were written'));
