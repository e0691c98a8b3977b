const FIRST = 0;

/** In which wave a workload rolls, of those that share a source: the lower first. */
export const waveOf = (text: string | undefined): number => (text === undefined || waveProblem(text) !== undefined ? FIRST : Number(text));

export const waveProblem = (text: string | undefined): string | undefined =>
  text === undefined || /^-?\d{1,6}$/.test(text.trim()) ? undefined : `the wave "${text}" is not a whole number, and has no effect`;
