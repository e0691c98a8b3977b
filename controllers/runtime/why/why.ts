import type { Clock } from '../../../ground/time/clock.ts';
import { keyOfName, nameOf, type KubeObject, type ObjectName, type Resource } from '../../../kube/objects/resource.ts';
import type { TurnReasons } from '../queue/wake-reason.ts';
import type { ReconcileResult } from '../queue/workers.ts';
import { describeError, type Log } from '../tell/log.ts';
import { createAuthors } from './authors.ts';
import { createChangeReasons, type ChangeReasons } from './change-reasons.ts';
import { createLooks, type Looks, type PastLook } from './looks.ts';
import { sayReasons } from './say-reasons.ts';
import { createSelfWaking } from './self-waking.ts';
import { spansOf, type OpenSpan, type Trace } from './trace.ts';
import type { TurnNote } from './turn-note.ts';
import { actTitle, writeTitle, type WriteAttempt } from './write-title.ts';

/** A write that has been sent. */
interface PendingWrite {
  /** The answer: the object as it is now; undefined: it was deleted. */
  answered(answer: KubeObject | undefined): void;
  failed(error: unknown): void;
}

/** What a cache has of an object, and what it would keep of another state of it. */
export interface KeptObject {
  readonly object: KubeObject | undefined;
  keep(object: KubeObject): KubeObject;
}

export interface WhyOptions {
  readonly controller: string;
  readonly clock: Clock;
  readonly wall: () => number;
  readonly log: Log;
  readonly trace?: Trace;
  /** Undefined: no cache follows it. */
  readonly kept: (resource: Resource<KubeObject>, name: ObjectName) => KeptObject | undefined;
}

/** Why the keys of a controller are looked at, and what comes of it. For people: nothing is decided by it. */
export interface WhyMemory {
  readonly changes: ChangeReasons;
  readonly looks: Pick<Looks, 'of' | 'keys'>;
  /** A turn begins. */
  began(key: string, reasons: TurnReasons): void;
  /** Runs the turn, in its span if there is one. */
  within<T>(key: string, work: () => Promise<T>): Promise<T>;
  /** A write is about to be sent. */
  writes(key: string, attempt: WriteAttempt): PendingWrite;
  failed(key: string, error: unknown): void;
  ended(key: string, result: ReconcileResult, tookMs: number): void;
}

interface Turn {
  readonly note: TurnNote;
  readonly at: number;
  readonly reasons: TurnReasons;
  readonly wrote: string[];
  writes: number;
  readonly span: OpenSpan | undefined;
  error: unknown;
}

const MOST_WRITES = 8;
/** So many turns are kept as they were before they are put into words: an answer that tells whose write it was may come after its event. */
const MOST_UNSAID = 32;
const LONGEST_ERROR = 200;

export function createWhy({ controller, clock, wall, log, trace, kept }: WhyOptions): WhyMemory {
  const changes = createChangeReasons(clock);
  const authors = createAuthors();
  const selfWaking = createSelfWaking(authors, wall, log);
  const looks = createLooks();
  const beginSpan = trace && spansOf(trace, log);
  const turns = new Map<string, Turn>();
  const unsaid: { readonly key: string; readonly reasons: TurnReasons; readonly look: Omit<PastLook, 'because'> }[] = [];
  const say = (most: number): void => {
    for (let next = unsaid.length > most ? unsaid.shift() : undefined; next; next = unsaid.length > most ? unsaid.shift() : undefined)
      looks.add(next.key, { ...next.look, because: sayReasons(next.key, next.reasons, authors) });
  };
  const changedBy = (before: KeptObject | undefined, answer: KubeObject): string => {
    if (before?.object === undefined) return '';
    try {
      return changes.fields(before.object, before.keep(answer));
    } catch {
      return ''; // a transform that fails: who follows tells of it
    }
  };

  return {
    changes,
    looks: {
      of(key) {
        say(0);
        return looks.of(key);
      },
      keys() {
        say(0);
        return looks.keys();
      },
    },
    began(key, reasons) {
      const at = wall();
      const note: TurnNote = { key, depth: 0, since: at };
      selfWaking.follow(note, reasons);
      const span = beginSpan?.(`reconcile ${controller}`, { controller, key, why: sayReasons(key, reasons, authors) });
      turns.set(key, { note, at, reasons, wrote: [], writes: 0, span, error: undefined });
    },
    within: (key, work) => turns.get(key)?.span?.within(work) ?? work(),
    writes(key, attempt) {
      const turn = turns.get(key);
      const before = kept(attempt.resource, attempt.name);
      const span = turn?.span?.begin(actTitle(attempt), { object: keyOfName(attempt.name) });
      return {
        answered(answer) {
          if (turn === undefined) return;
          const fields = answer === undefined ? '' : changedBy(before, answer);
          const title = writeTitle(answer ? { ...attempt, name: nameOf(answer) } : attempt);
          turn.writes += 1;
          if (turn.writes <= MOST_WRITES) turn.wrote.push(fields === '' ? title : `${title}: ${fields}`);
          const { uid, resourceVersion } = before?.object?.metadata ?? {};
          if (answer === undefined) authors.deleted(turn.note, uid);
          else if (answer.metadata?.resourceVersion !== resourceVersion) authors.wrote(turn.note, answer);
          span?.end(fields === '' ? {} : { fields });
        },
        failed: (error) => span?.end({}, error),
      };
    },
    failed(key, error) {
      const turn = turns.get(key);
      if (turn !== undefined) turn.error = error;
    },
    ended(key, result, tookMs) {
      const turn = turns.get(key);
      if (turn === undefined) return;
      turns.delete(key);
      const { note, at, reasons, wrote, writes, span, error } = turn;
      if (writes > MOST_WRITES) wrote.push(`${writes - MOST_WRITES} more`);
      selfWaking.follow(note, reasons);
      const text = error === undefined ? '' : describeError(error).slice(0, LONGEST_ERROR);
      unsaid.push({ key, reasons, look: { at, tookMs, result, wrote: wrote.join('\n'), error: text } });
      say(MOST_UNSAID);
      span?.end({ result }, error);
    },
  };
}
