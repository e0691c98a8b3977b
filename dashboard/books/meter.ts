import type { BooksProgress } from './progress.ts';

/** Adds up what the workers of one shop do, and says how fast that is over a window of time. */
export interface Meter {
  add(progress: BooksProgress): void;
  /** Over `windowMs` until `nowMs`; undefined before it has measured for so long. */
  rates(nowMs: number, windowMs: number): MeteredRates | undefined;
  /** How long it will take until there are rates. */
  waitMs(nowMs: number, windowMs: number): number;
}

/** Units a second of one worker, on average. */
type MeteredRates = ReadonlyMap<string, number>;

interface Mark {
  readonly atMs: number;
  readonly seconds: number;
  readonly totals: ReadonlyMap<string, number>;
}

/** A window has so many marks: as it goes on, it forgets a twelfth at a time. */
const MARKS = 12;

/** Of a window so much has to be measured: where nobody answered meanwhile, nobody can tell. */
const ENOUGH = 0.8;
/** No shop deals in so many goods with so many others; what a worker makes up takes no more room than this. */
const MOST_KEYS = 1_000;

/** All that was measured at `startMs` is nothing. */
export function createMeter(startMs: number): Meter {
  const totals = new Map<string, number>();
  let seconds = 0;
  let marks: Mark[] = [{ atMs: startMs, seconds: 0, totals: new Map() }];
  /** The last mark that is at least a window ago stays, as what the others are compared with. */
  const turn = (nowMs: number, windowMs: number): void => {
    const newest = marks.at(-1);
    if (newest === undefined || nowMs - newest.atMs >= windowMs / MARKS) marks.push({ atMs: nowMs, seconds, totals: new Map(totals) });
    const base = marks.findLastIndex(({ atMs }) => atMs <= nowMs - windowMs);
    marks = marks.slice(Math.max(0, base));
  };
  const wait = (nowMs: number, windowMs: number): number => {
    const [base = { atMs: nowMs, seconds }] = marks;
    return Math.max(0, base.atMs + windowMs - nowMs, windowMs * ENOUGH - (seconds - base.seconds) * 1_000);
  };
  return {
    add(progress) {
      seconds += progress.seconds;
      for (const [key, count] of progress.moves)
        if (totals.has(key) || totals.size < MOST_KEYS) totals.set(key, (totals.get(key) ?? 0) + count);
    },
    rates(nowMs, windowMs) {
      turn(nowMs, windowMs);
      const [base] = marks;
      if (base === undefined || wait(nowMs, windowMs) > 0) return undefined;
      const measured = seconds - base.seconds;
      return new Map([...totals].map(([key, total]) => [key, (total - (base.totals.get(key) ?? 0)) / measured]));
    },
    waitMs: wait,
  };
}
