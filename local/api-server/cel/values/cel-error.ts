/** An expression has no value. `&&`, `||` and their kin may do without it. */
export class CelError extends Error {
  override readonly name = 'CelError';
}

/** The expression costs more than it may: nothing makes up for that. */
export class OutOfBudget extends Error {
  override readonly name = 'OutOfBudget';
}

export const noSuchOverload = (): CelError => new CelError('no such overload');
