/** What was seen of rolls. */
export interface SeenRolls {
  /** Of each workload, what each of its variables became, one after the other. */
  readonly variables: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;
  /** Workloads whose template changed otherwise. */
  readonly stray: readonly string[];
}

/** Of each workload, the markers of what was written to each of its sources, by the variable of the source: no content twice. */
export type WrittenMarkers = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

export interface Verdict {
  /** Workloads and variables that do not have the newest. */
  readonly lost: readonly string[];
  /** Those that were given a content twice, an old one after a new one, or one that nobody wrote. */
  readonly wrong: readonly string[];
  readonly stray: readonly string[];
}

/** Has every change rolled what it concerns, exactly once? Several changes of one source may go by as one. */
export function verdictOn({ variables, stray }: SeenRolls, written: WrittenMarkers): Verdict {
  const lost: string[] = [];
  const wrong: string[] = [];
  for (const [workload, sources] of written)
    for (const [variable, markers] of sources)
      if (variables.get(workload)?.get(variable)?.at(-1) !== markers.at(-1)) lost.push(`${workload} ${variable}`);
  for (const [workload, seen] of variables)
    for (const [variable, values] of seen) {
      const places = values.map((value) => written.get(workload)?.get(variable)?.indexOf(value) ?? -1);
      if (places.some((place, at) => place <= (places[at - 1] ?? -1))) wrong.push(`${workload} ${variable}`);
    }
  return { lost, wrong, stray };
}
