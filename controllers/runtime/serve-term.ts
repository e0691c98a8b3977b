import type { Clock } from '../../ground/time/clock.ts';
import { abortOf, onAbort } from '../../ground/time/abort.ts';
import type { Client } from '../../kube/client/client.ts';
import { createReconcileClient } from './caches/turn-client.ts';
import type { Duty } from './definition.ts';
import type { Term } from './election/election.ts';
import type { Queue } from './queue/queue.ts';
import type { Workers } from './queue/workers.ts';

export interface TermOptions {
  readonly queue: Queue;
  readonly workers: Workers;
  /** Everything that there is to look at. */
  readonly keys: () => Iterable<string>;
  /** Aborts once each collection is there, or is known not to come: nothing is decided before. */
  readonly settled: AbortSignal;
  /** What else is done while it leads. */
  readonly duties: readonly ((duty: Duty) => Promise<void>)[];
  readonly client: Client;
  /** Throws where the lease is not certainly held. */
  readonly assertLeading: () => void;
  readonly clock: Clock;
  readonly random: () => number;
  /** How often everything is looked at again. 0: never. */
  readonly resyncMs: number;
  /** How long work in hand may take to end once `stop` has aborted. */
  readonly drainMs: number;
}

/** Everything is looked at, whether it has changed or not. */
export const RESYNC = 'a resync';

/** The work of one term: everything once, then what changes, until the term or the whole process ends. */
export async function serveTerm(options: TermOptions, term: Term, stop: AbortSignal): Promise<void> {
  const { queue, workers, keys, settled, clock, drainMs } = options;
  const lookAtAll = (reason: string): void => {
    for (const key of keys()) queue.add(key, { priority: 'background', reason });
  };
  const over = new AbortController();
  const ended = AbortSignal.any([term.signal, stop, over.signal]);
  await abortOf(AbortSignal.any([settled, ended]));
  lookAtAll('this process has begun to lead');
  const resyncing = resync(options, () => lookAtAll(RESYNC), ended);
  const cut = new AbortController();
  const forget = onAbort(stop, () => void clock.pause(drainMs, over.signal).then(() => cut.abort(stop.reason)));
  const signal = AbortSignal.any([term.signal, cut.signal]);
  await Promise.all([workers.run(stop, signal), ...dutiesOf(options, term, { leaving: stop, signal })]);
  over.abort();
  forget();
  await resyncing;
}

function dutiesOf(
  { duties, client, assertLeading }: TermOptions,
  { holds }: Term,
  ends: Pick<Duty, 'leaving' | 'signal'>,
): Promise<void>[] {
  const writer = createReconcileClient(client, { key: '', signal: ends.signal, writes: NOT_AWAITED, assertLeading });
  return duties.map((work) => work({ ...ends, holds, client: writer }));
}

/** No decision is made on a cache that has to show these. */
const NOT_AWAITED = { seen: () => true, pending: () => [], wrote: () => {}, deleted: () => {} };

/** At a tenth sooner or later each time, so that replicas and restarts do not fall into step. */
async function resync({ clock, random, resyncMs }: TermOptions, lookAtAll: () => void, ended: AbortSignal): Promise<void> {
  for (;;) {
    if (resyncMs === 0) return;
    await clock.pause(resyncMs * (0.9 + 0.2 * random()), ended);
    if (ended.aborted) return;
    lookAtAll();
  }
}
