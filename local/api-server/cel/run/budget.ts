import { OutOfBudget } from '../values/cel-error.ts';

/** What evaluation may cost, as Kubernetes counts it: not time, but steps and what they go over. */
export class Budget {
  readonly #limit: number;
  #spent = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get spent(): number {
    return this.#spent;
  }

  spend(cost: number): void {
    this.#spent += cost;
    if (this.#spent > this.#limit) throw new OutOfBudget('operation cancelled: actual cost limit exceeded');
  }
}
