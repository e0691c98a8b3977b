import { NANO, numberOf, parseQuantity, type Quantity } from '../ground/text/quantity.ts';
import { show } from './checks/limits.ts';
import type { Problem } from './checks/problem.ts';

/** What is asked for, or allowed, bears no sign. */
const read = (text: string): Quantity | undefined => (/^[+-]/.test(text) ? undefined : parseQuantity(text));

/** A Kubernetes quantity as a number: `50m` is 0.05, `1Ki` is 1024. */
export function quantity(text: string): number | undefined {
  const parsed = read(text);
  return parsed === undefined ? undefined : numberOf(parsed);
}

/** Processors come in thousandths, bytes whole: the API server warns of anything finer, or rounds it. */
export function quantityProblem(text: unknown, of: 'cpu' | 'bytes'): Problem | undefined {
  const parsed = typeof text === 'string' ? read(text) : undefined;
  if (parsed === undefined) return { what: `is ${show(text)}`, remedy: `give a Kubernetes quantity: "${of === 'cpu' ? '50m' : '96Mi'}"` };
  return parsed.nano % (of === 'cpu' ? NANO / 1_000n : NANO) === 0n
    ? undefined
    : { what: `is ${show(text)}`, remedy: of === 'cpu' ? 'give at most thousandths: "50m"' : 'give whole bytes: "96Mi"' };
}
