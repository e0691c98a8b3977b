import { setImmediate } from 'node:timers/promises';
import type { ChangingFields } from './changing-fields.ts';
import type { LabClock } from './lab-clock.ts';
import type { LabProcessAtWork } from './lab-process.ts';

/** All is at rest. */
export interface AtRest {
  /** How long until the next key is due that waits for its time; undefined where none does. */
  readonly nextMs: number | undefined;
}

export interface QuietOptions {
  readonly processes: readonly LabProcessAtWork[];
  readonly clock: LabClock;
  /** In real time. */
  readonly withinMs: number;
  /** The server's newest revision. */
  readonly version: () => string;
  /** Has the server tell each watch how far it has come. */
  readonly sendBookmarks: () => void;
  readonly changing: ChangingFields;
  /** What the test itself has asked for. */
  readonly underWay: () => readonly string[];
}

export interface Quiet {
  /** `calmTurns`: so many turns of the event loop in a row without a reason. */
  quiet(calmTurns?: number): Promise<AtRest>;
  /** Lets what is under way go on, and time pass where nothing is, until that is so. */
  until(done: () => boolean): Promise<void>;
}

/** A key that has had so many turns without any time passing does not come to rest. */
const MOST_TURNS = 200;
/** With so many it is looked at what it changes. */
const SUSPICIOUS_TURNS = 100;
/** In a row: what follows from the last answer has had its turn of the event loop. */
const CALM_TURNS = 3;
/** A bookmark needs some turns to arrive; it is not asked for again before. */
const TURNS_OF_A_BOOKMARK = 8;

/** The last writes that an error names. */
const LAST_WRITES = 5;

/** Not by time: the event loop is turned, which everything needs to go on, until nothing is left that could. */
export function createQuiet({ processes, clock, withinMs, version, sendBookmarks, changing, underWay }: QuietOptions): Quiet {
  const reasons = (): readonly string[] => [
    ...underWay().map((what) => `${what} is under way`),
    ...processes.flatMap((process) => process.restless(version())),
  ];
  const failed = (): void => {
    for (const process of processes) if (process.failure() !== undefined) throw process.failure() as Error;
  };
  const givenUp = (why: string): Error => {
    const writes = processes.flatMap((process) => process.writes()).slice(-LAST_WRITES);
    const last = writes.length === 0 ? '' : `; written last: ${writes.join(', ')}`;
    return new Error(`it does not get quiet: ${why}${last}`);
  };
  const tooOften = (key: string): Error => {
    const fields = changing.end();
    const alone = processes.filter((process) => process.writes().length > 0).length === 1;
    const why = fields.length === 0 ? 'no time passes between them' : `${fields.join(', ')} changes each time`;
    return givenUp(`${key} has had ${MOST_TURNS} turns: ${alone ? 'it wakes itself: ' : ''}${why}`);
  };
  /** Is nothing under way but what the server told to wait? Then only time can go on. */
  const onlyWaits = (): boolean => {
    const asking = processes.filter((process) => process.underWay().length > 0);
    return asking.length > 0 && asking.every((process) => process.waitsUntil() !== undefined);
  };
  return {
    async quiet(calmTurns = CALM_TURNS) {
      const deadline = performance.now() + withinMs;
      const turns = new Map<string, number>();
      for (const process of processes) process.turns();
      let sinceBookmark = TURNS_OF_A_BOOKMARK;
      let waiting = 0;
      for (let calm = 0; calm < calmTurns;) {
        await setImmediate();
        failed();
        const why = reasons();
        calm = why.length === 0 ? calm + 1 : 0;
        for (const [key, count] of processes.flatMap((process) => [...process.turns()])) {
          const sum = (turns.get(key) ?? 0) + count;
          turns.set(key, sum);
          if (sum > SUSPICIOUS_TURNS) changing.begin();
          if (sum > MOST_TURNS) throw tooOften(key);
        }
        waiting = onlyWaits() ? waiting + 1 : 0;
        if (waiting > TURNS_OF_A_BOOKMARK) {
          clock.step(Math.min(...processes.flatMap((process) => process.waitsUntil() ?? [])));
          waiting = 0;
        }
        sinceBookmark += 1;
        if (why.length > 0 && sinceBookmark > TURNS_OF_A_BOOKMARK) {
          sendBookmarks();
          sinceBookmark = 0;
        }
        if (performance.now() > deadline) throw givenUp(why.join('; '));
      }
      changing.end();
      const times = processes.flatMap((process) => process.nextAt() ?? []);
      return { nextMs: times.length === 0 ? undefined : Math.min(...times) - clock.now() };
    },
    async until(done) {
      const deadline = performance.now() + withinMs;
      for (let idle = 0; !done();) {
        await setImmediate();
        idle = underWay().length + processes.flatMap((process) => process.underWay()).length === 0 ? idle + 1 : 0;
        if (idle > TURNS_OF_A_BOOKMARK) {
          const due = clock.due();
          if (due.length > 0) clock.step(Math.min(...due));
          idle = 0;
        }
        if (performance.now() > deadline) throw givenUp(`it did not end within ${withinMs / 1_000} s`);
      }
    },
  };
}
