import type { Clock } from '../../../ground/time/clock.ts';
import { keyOfName, nameOf, type KubeObject, type ObjectName, type Resource } from '../../../kube/objects/resource.ts';
import type { TurnReasons } from '../queue/wake-reason.ts';
import type { ReconcileResult } from '../queue/workers.ts';
import type { Reconcile } from '../definition.ts';
import { describeError, type Log } from '../tell/log.ts';
import { createAuthors } from './authors.ts';
import { createChangeReasons, type ChangeReasons } from './change-reasons.ts';
import type { Looks } from './looks.ts';
import { sayReasons } from './say-reasons.ts';
import { createSelfWaking } from './self-waking.ts';
import { spansOf, type OpenSpan, type Trace } from './trace.ts';
import type { TurnNote } from './turn-note.ts';
import { createUnsaidLooks } from './unsaid-looks.ts';
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
  /** Why a key that is in work was added to the queue. */
  readonly reasonsOf: (key: string) => TurnReasons;
  /** Undefined: no cache follows it. */
  readonly kept: (resource: Resource<KubeObject>, name: ObjectName) => KeptObject | undefined;
}

/** Why the keys of a controller are looked at, and what comes of it. For people: nothing is decided by it. */
export interface WhyMemory {
  readonly changes: ChangeReasons;
  readonly looks: Pick<Looks, 'of' | 'keys'>;
  /** The same, each turn in a span; where no spans are told, as it is. */
  traced(reconcile: Reconcile): Reconcile;
  /** A write is about to be sent. */
  writes(key: string, attempt: WriteAttempt): PendingWrite;
  failed(key: string, error: unknown): void;
  ended(key: string, result: ReconcileResult, tookMs: number, now: number): void;
}

/** What is noted of a turn: of one that writes nothing, and of which no span is told, nothing until it ends. */
interface Turn {
  readonly note: TurnNote;
  readonly reasons: TurnReasons;
  readonly wrote: string[];
  writes: number;
  readonly span: OpenSpan | undefined;
  error: unknown;
}

const MOST_WRITES = 8;
const LONGEST_ERROR = 200;

export function createWhy({ controller, clock, wall, log, trace, reasonsOf, kept }: WhyOptions): WhyMemory {
  const changes = createChangeReasons(clock);
  const authors = createAuthors();
  const selfWaking = createSelfWaking(authors, wall, log);
  const looks = createUnsaidLooks(authors, clock.now());
  const beginSpan = trace && spansOf(trace, log);
  const turns = new Map<string, Turn>();
  const newTurn = (key: string, span: OpenSpan | undefined): Turn => {
    const note = { key, depth: 0, since: wall() };
    const reasons = reasonsOf(key);
    selfWaking.follow(note, reasons);
    return { note, reasons, wrote: [], writes: 0, span, error: undefined };
  };
  const turnOf = (key: string): Turn => {
    const turn = turns.get(key) ?? newTurn(key, undefined);
    turns.set(key, turn);
    return turn;
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
    looks,
    traced(reconcile) {
      if (beginSpan === undefined) return reconcile;
      return (key, context) => {
        const why = sayReasons(key, reasonsOf(key), authors);
        const span = beginSpan(`reconcile ${controller}`, { controller, key, why });
        turns.set(key, newTurn(key, span));
        return span.within(() => reconcile(key, context));
      };
    },
    writes(key, attempt) {
      const turn = turnOf(key);
      const before = kept(attempt.resource, attempt.name);
      const span = turn.span?.begin(actTitle(attempt), { object: keyOfName(attempt.name) });
      return {
        answered(answer) {
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
      turnOf(key).error = error;
    },
    ended(key, result, tookMs, now) {
      const turn = turns.size === 0 ? undefined : turns.get(key);
      if (turn !== undefined) {
        turns.delete(key);
        turn.span?.end({ result }, turn.error);
        selfWaking.follow(turn.note, turn.reasons);
      }
      if (result === 'stale' || !looks.hasRoom(now)) return;
      const at = wall() - tookMs;
      if (turn === undefined) looks.add({ key, reasons: reasonsOf(key), at, tookMs, result, wrote: '', error: '' });
      else looks.add({ key, reasons: turn.reasons, at, tookMs, result, wrote: wroteIn(turn), error: errorOf(turn) });
    },
  };
}

const wroteIn = ({ wrote, writes }: Turn): string =>
  [...wrote, ...(writes > MOST_WRITES ? [`${writes - MOST_WRITES} more`] : [])].join('\n');

const errorOf = ({ error }: Turn): string => (error === undefined ? '' : describeError(error).slice(0, LONGEST_ERROR));
