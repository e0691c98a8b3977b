/** A kind cannot be declared like that, or an object is not of its kind: all reasons at once, a line each. */
export class KindError extends Error {
  override readonly name = 'KindError';
  readonly problems: readonly string[];

  constructor(what: string, problems: readonly string[]) {
    super([`${what}:`, ...problems].join('\n  '));
    this.problems = problems;
  }
}
