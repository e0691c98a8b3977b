import { abortOf } from '../../ground/time/abort.ts';
import type { Clock } from '../../ground/time/clock.ts';
import { createCollections, type Collections } from './caches/collections.ts';
import { standForElection } from './election/candidacy.ts';
import { createLeadership } from './election/leadership.ts';
import { lead } from './lead.ts';
import { createControllerAtWork, type ControllerAtWork } from './controller-at-work.ts';
import { partition } from './only-reading.ts';
import type { NeededRight } from './rights/needed-right.ts';
import type { RunOptions } from './run-options.ts';
import type { Check } from './tell/probes.ts';
import { rememberedKeys, whyPage } from './why/page.ts';

/** Overdue for that long, a reconcile that ignores its deadline is reason to restart the process. */
const STUCK_MS = 60_000;

/** The first looks at everything are over by then. */
const REST_MS = 5_000;

/** How much of the cluster a process can have been shown. */
export interface Horizon {
  readonly version: string;
  /** Also what it wrote itself? Otherwise nothing waits for that. */
  readonly ownWrites: boolean;
}

export interface RunningController {
  /** What its controllers need, but for the Lease. */
  readonly rights: readonly NeededRight[];
  readonly live: Check;
  readonly ready: Check;
  /** Why it is not at rest where it can see that much, a reason each. */
  restless(horizon: Horizon): readonly string[];
  /** Looks at everything again, as a resync does. */
  lookAgain(): void;
  /** The last looks at a key, as text for people; undefined where there was none. Without a key: all that are remembered. */
  why(key?: string): string | undefined;
  /** When the next key is due that waits for its time, on the clock that it was given. */
  nextAt(): number | undefined;
  /** Works until `stop` aborts; then ends what is in hand, releases the lease, and resolves. */
  run(stop: AbortSignal): Promise<void>;
}

/** Puts the controllers of a process together with all that keeps them at work. From the leaves up: each part needs only those above it. */
export function createRunning(options: RunOptions): RunningController {
  const { metrics, checkRights } = options;
  const retrySoon = (): void => teams.forEach(({ members }) => members.forEach((member) => member.retrySoon()));
  const collections = createCollections({
    ...options,
    onRecovered: retrySoon,
    onFailure: (resource) => metrics.reflectFailed(resource),
    onStore: (resource, store) => metrics.watchStore(resource.plural, () => store.size),
  });
  const teams: readonly LedTeam[] = partition(options).map((part) => createLedTeam(part, collections));
  const members = teams.flatMap((team) => team.members);
  const remembered = members.flatMap((member) => member.remembered);
  const needed = members.flatMap(({ rights }) => rights);
  const rightsCheck = checkRights?.(needed);
  const overrunMs = (): number => Math.max(0, ...members.map((member) => member.overrunMs()));
  return {
    rights: needed,
    live: () => [
      ...(overrunMs() > STUCK_MS ? [`a reconcile has ignored its deadline for ${Math.round(overrunMs() / 1_000)} s`] : []),
      ...(rightsCheck?.hopeless() ?? []),
    ],
    ready: () => [
      ...collections.problems(),
      ...members.flatMap(({ checks }) => checks.flatMap((check) => check())),
      ...(rightsCheck?.problems() ?? []),
    ],
    restless: ({ version, ownWrites }) => [
      ...collections.behind(version).map((title) => `${title}: not seen yet as they are`),
      ...members.flatMap((member) => [...member.restless(), ...(ownWrites ? member.unseen() : [])]),
    ],
    why: (key) => (key === undefined ? rememberedKeys(remembered) : whyPage(remembered, key)),
    lookAgain: () => members.forEach((member) => member.lookAgain()),
    nextAt() {
      const times = members.flatMap((member) => member.nextAt() ?? []);
      return times.length === 0 ? undefined : Math.min(...times);
    },
    async run(stop) {
      const over = new AbortController();
      const work = Promise.all(teams.map((team) => team.run(stop))).finally(() => over.abort());
      await Promise.all([
        work,
        collections.run(over.signal),
        rightsCheck?.run(over.signal, retrySoon),
        options.onRest && rest(options.clock, collections.settled, over.signal, options.onRest),
        ...members.flatMap(({ besides }) => besides.map((each) => each(over.signal))),
      ]);
    },
  };
}

async function rest(clock: Clock, listed: AbortSignal, over: AbortSignal, onRest: () => void): Promise<void> {
  await abortOf(AbortSignal.any([listed, over]));
  await clock.pause(REST_MS, over);
  if (!over.aborted) onRest();
}

/** Controllers that lead and stand by together. */
interface LedTeam {
  readonly members: readonly ControllerAtWork[];
  run(stop: AbortSignal): Promise<void>;
}

function createLedTeam(options: RunOptions, collections: Collections): LedTeam {
  const leadership = createLeadership();
  const members = options.members.map((member) => createControllerAtWork(member, { ...options, collections, leadership }));
  const { identity, metrics, log, clock } = options;
  return {
    members,
    run: (stop) => standForElection(options, stop, (now) => lead({ members, identity, leadership, metrics, log, clock }, now, stop)),
  };
}
