import type { ScalingPace } from './pace.ts';

interface Peak {
  readonly at: number;
  readonly units: number;
}

/** What outsiders ask of a good, look by look. */
interface AskedOfGood {
  readonly last: number;
  /** The most of the calm time, each larger than all that came after it; a value counts once it has held for two looks. */
  readonly peaks: readonly Peak[];
}

export type AskedSoFar = ReadonlyMap<string, AskedOfGood>;

const NOTHING: AskedSoFar = new Map();

/** With what is asked now. What is asked for the first time holds from the next look on. */
export function askedSoFar(before: AskedSoFar = NOTHING, asked: ReadonlyMap<string, number>, now: number, pace: ScalingPace): AskedSoFar {
  if (before.size === 0 && asked.size === 0) return before;
  const goods = new Set([...before.keys(), ...asked.keys()]);
  return new Map(
    [...goods].flatMap((good): [string, AskedOfGood][] => {
      const { last = 0, peaks = [] } = before.get(good) ?? {};
      const units = asked.get(good) ?? 0;
      const held = { at: now, units: Math.min(last, units) };
      if (units === 0 && last === 0) return [];
      return [[good, { last: units, peaks: withoutPast([...peaks.filter((peak) => peak.units > held.units), held], now, pace) }]];
    }),
  );
}

/** Peaks count for the calm time; once all that was asked of late is less than half of one, that one is past. */
function withoutPast(peaks: readonly Peak[], now: number, { calmMs, downWindowMs }: ScalingPace): readonly Peak[] {
  const lately = peaks.find(({ at }) => at > now - downWindowMs)?.units ?? 0;
  return peaks.filter(({ at, units }) => at > now - calmMs && units <= 2 * lately);
}

/**
 * What outsiders count as asking: people come at random, so that what they ask goes up and down where nothing has changed. The
 * most of the calm time counts, until for a while less than half of it is asked, or nothing at all.
 */
export const steadyAsked = (soFar: AskedSoFar): ReadonlyMap<string, number> =>
  new Map([...soFar].map(([good, { peaks }]) => [good, peaks[0]?.units ?? 0]));
