import type { Clock } from '../../ground/time/clock.ts';
import { within } from '../../ground/time/within.ts';
import type { Term } from './election/election.ts';
import type { Leadership } from './election/leadership.ts';
import type { ControllerAtWork } from './controller-at-work.ts';
import { serveTerm } from './serve-term.ts';
import type { Events } from './tell/events.ts';
import { describeError, type Log } from './tell/log.ts';
import type { RuntimeMetrics } from './tell/metrics.ts';

/** The last Events are worth so much of a stop's time. */
const FAREWELL_MS = 2_000;

export interface LeadOptions {
  readonly members: readonly Pick<ControllerAtWork, 'term' | 'events'>[];
  readonly clock: Clock;
  readonly identity: string;
  readonly leadership: Leadership;
  readonly metrics: RuntimeMetrics;
  readonly log: Log;
}

/** One term, from its first key to its last Event. */
export async function lead(options: LeadOptions, term: Term, stop: AbortSignal): Promise<void> {
  const { members, identity, leadership, metrics, clock, log } = options;
  leadership.begin(term);
  metrics.leads(true);
  log.info({ identity }, 'leading');
  await Promise.all(members.map((member) => serveTerm(member.term, term, stop)));
  if (stop.aborted) await Promise.all(members.map(({ events }) => sayFarewell(events, clock, log)));
  leadership.end();
  for (const member of members) member.term.queue.clear();
  metrics.leads(false);
  log.info(term.signal.aborted ? { reason: describeError(term.signal.reason) } : {}, 'stopped leading');
}

/** Writes the Events that wait, as far as the time allows. */
const sayFarewell = ({ finish }: Events, clock: Clock, log: Log): Promise<void> =>
  within(clock, FAREWELL_MS, new AbortController().signal, finish).catch(() => log.debug({}, 'not all Events were written'));
