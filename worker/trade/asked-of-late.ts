import type { Direction } from '../../model/directions.ts';

/** What outsiders ask of this worker, good by good, as an average over the last minute. */
export interface AskedOfLate {
  add(good: string, units: number): void;
  /** Units a second; goods that nobody asked for in the last minute are not in it. */
  rates(): ReadonlyMap<string, number>;
}

const SECONDS = 60;
const SECOND_MS = 1_000;

/** The units asked for in each second of a minute, and the second that was looked at last. */
interface Minute {
  readonly units: Float64Array;
  second: number;
}

/** Of what is made here alone, so that nobody can make it keep more. A second counts from its beginning to a minute after that. */
export function createAskedOfLate(directions: readonly Pick<Direction, 'product'>[], now: () => number): AskedOfLate {
  const made = new Set(directions.map(({ product }) => product));
  const minutes = new Map<string, Minute>();
  const upToDate = (minute: Minute): Minute => {
    const second = Math.floor(now() / SECOND_MS);
    for (let past = Math.max(minute.second + 1, second - SECONDS + 1); past <= second; past += 1) minute.units[past % SECONDS] = 0;
    minute.second = Math.max(minute.second, second);
    return minute;
  };
  return {
    add(good, units) {
      if (!made.has(good)) return;
      const minute = upToDate(minutes.get(good) ?? { units: new Float64Array(SECONDS), second: Math.floor(now() / SECOND_MS) });
      minutes.set(good, minute);
      const at = minute.second % SECONDS;
      minute.units[at] = (minute.units[at] ?? 0) + units;
    },
    rates() {
      const rates = new Map<string, number>();
      for (const [good, minute] of minutes) {
        const asked = upToDate(minute).units.reduce((sum, units) => sum + units, 0);
        if (asked > 0) rates.set(good, asked / SECONDS);
        else minutes.delete(good);
      }
      return rates;
    },
  };
}
