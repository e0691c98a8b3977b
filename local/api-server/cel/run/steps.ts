import { truth } from '../values/access.ts';
import { CelError, noSuchOverload } from '../values/cel-error.ts';
import { contains } from '../values/compare.ts';
import type { Step } from './frame.ts';
import type { Operator } from '../values/operators.ts';
import { adopt, CelMap, keyShown, Optional, type Value } from '../values/value.ts';

/** One key with its value, or all of another map. */
export function insert(map: CelMap, [key = null, value]: readonly Value[]): void {
  const add = (name: Value, held: Value) => {
    if (map.has(name)) throw new CelError(`insert failed: key ${keyShown(name)} already exists`);
    map.set(name, held);
  };
  if (value !== undefined) add(key, value);
  else if (key instanceof CelMap) for (const [name, held] of key.entries.values()) add(name, held);
  else throw noSuchOverload();
}

export const nothing: Step = () => null;
export const contained: Operator['run'] = (wanted, container) => contains(container, wanted);

export const conditional =
  (test: Step, yes: Step, no: Step): Step =>
  (frame) =>
    truth(test(frame)) ? yes(frame) : no(frame);

/** A branch that is but a name or a path costs one less. */
export const discounted =
  (step: Step): Step =>
  (frame) => {
    const value = step(frame);
    frame.budget.spend(-1);
    return value;
  };

export const variable = (name: string, constant: Value | undefined): Step =>
  constant !== undefined
    ? () => constant
    : ({ activation, budget }) => {
        budget.spend(1);
        const value = activation(name);
        if (value === undefined) throw new CelError(`no such attribute(s): ${name}`);
        return adopt(value);
      };

export const local =
  (slot = 0): Step =>
  ({ locals, budget }) => {
    budget.spend(1);
    const value = locals[slot] ?? null;
    if (value instanceof CelError) throw value;
    return value;
  };

/** `&&` and `||`: one side that settles it makes up for an error of the other. */
export const logical =
  (one: Step, other: Step, settles: boolean): Step =>
  (frame) => {
    let failed: CelError | undefined;
    for (const step of [one, other]) {
      try {
        const value = step(frame);
        if (value === settles) return settles;
        if (value !== !settles) failed ??= noSuchOverload();
      } catch (error) {
        if (!(error instanceof CelError)) throw error;
        failed ??= error;
      }
    }
    if (failed) throw failed;
    return !settles;
  };

export const notStrictlyFalse =
  (inner: Step): Step =>
  (frame) => {
    try {
      const value = inner(frame);
      frame.budget.spend(1);
      return value !== false;
    } catch (error) {
      if (!(error instanceof CelError)) throw error;
      frame.budget.spend(1);
      return true;
    }
  };

export const qualified =
  (container: Step, key: Step, cost: number, access: (container: Value, key: Value) => Value): Step =>
  (frame) => {
    const value = access(container(frame), key(frame));
    frame.budget.spend(value instanceof Optional && value.value === undefined ? cost - 1 : cost);
    return value;
  };

export const orValue =
  (optional: Step, otherwise: Step): Step =>
  (frame) => {
    const value = optional(frame);
    if (!(value instanceof Optional)) throw noSuchOverload();
    return value.value ?? otherwise(frame);
  };

export const operation =
  ({ run, cost }: Operator, [one = nothing, other = nothing]: readonly Step[]): Step =>
  (frame) => {
    const [left, right] = [one(frame), other(frame)];
    frame.budget.spend(cost(left, right));
    return run(left, right);
  };
