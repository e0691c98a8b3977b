/** What the annotation on a workload or a source says about rolls that are due. */
export type Hold =
  | 'none'
  /** None of them happens. */
  | 'hold'
  /** They happen, whatever else would hold them. */
  | 'release'
  /** They are given up: the pods keep what they have, until the next change. */
  | 'skip';

const VALUES: ReadonlyMap<string, Hold> = new Map([
  ['', 'none'],
  ['false', 'none'],
  ['true', 'hold'],
  ['release', 'release'],
  ['skip', 'skip'],
]);

/** Whoever writes anything else wants something held. */
export const holdOf = (text: string | undefined): Hold => VALUES.get((text ?? '').trim()) ?? 'hold';

export const holdProblem = (text: string | undefined): string | undefined =>
  VALUES.has((text ?? '').trim()) ? undefined : `"${text}" is none of true, release and skip, and is taken for true`;
