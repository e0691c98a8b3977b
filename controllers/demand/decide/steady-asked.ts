/** What outsiders ask of a good, look by look. */
export interface AskedOfGood {
  readonly last: number;
  /** The most of the calm time, each larger than all that came after it; a value counts once it has held for two looks. */
  readonly peaks: readonly { readonly at: number; readonly units: number }[];
}

export type AskedSoFar = ReadonlyMap<string, AskedOfGood>;

/** With what is asked now. What is asked for the first time holds from the next look on. */
export function askedSoFar(before: AskedSoFar, asked: ReadonlyMap<string, number>, now: number, calmMs: number): AskedSoFar {
  const goods = new Set([...before.keys(), ...asked.keys()]);
  return new Map(
    [...goods].flatMap((good): [string, AskedOfGood][] => {
      const { last = 0, peaks = [] } = before.get(good) ?? {};
      const units = asked.get(good) ?? 0;
      const held = Math.min(last, units);
      const most = peaks.find(({ at }) => at > now - calmMs)?.units ?? 0;
      const kept = held < most / 2 ? [] : peaks.filter((peak) => peak.at > now - calmMs && peak.units > held);
      return units === 0 && held === 0 && kept.length === 0 ? [] : [[good, { last: units, peaks: [...kept, { at: now, units: held }] }]];
    }),
  );
}

/**
 * What outsiders count as asking: people come at random, so that what they ask goes up and down where nothing has changed. The
 * most of the calm time counts, until less than half of it is asked: then that is a change, and what is asked now counts.
 */
export const steadyAsked = (soFar: AskedSoFar): ReadonlyMap<string, number> =>
  new Map([...soFar].map(([good, { peaks }]) => [good, peaks[0]?.units ?? 0]));
