import type { Budget } from './budget.ts';
import type { CelError } from '../values/cel-error.ts';
import type { Value } from '../values/value.ts';

/** The values of variables, by their full names; undefined where there is none. */
export type Activation = (name: string) => Value | undefined;

/** One evaluation. */
export interface Frame {
  readonly activation: Activation;
  readonly budget: Budget;
  /** The variables of loops, each at its place. An accumulator may hold an error. */
  readonly locals: (CelError | Value | undefined)[];
}

export type Step = (frame: Frame) => Value;
