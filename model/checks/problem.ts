/** What is wrong with a value, and what to do about it. */
export interface Problem {
  readonly what: string;
  readonly remedy: string;
}

export const sentence = ({ what, remedy }: Problem): string => `${what}: ${remedy}`;

/** What a check found, as a list; with a `subject`, that what it is about goes first: `replicas` + `is -1`. */
export const found = (problem: Problem | undefined, subject?: string): readonly Problem[] => {
  if (problem === undefined) return [];
  return [subject === undefined ? problem : { what: `${subject} ${problem.what}`, remedy: problem.remedy }];
};
