import { show } from './checks/limits.ts';
import type { Problem } from './checks/problem.ts';

const QUANTITY = /^(\d+(?:\.\d*)?|\.\d+)(?:([numkMGTPE]|[KMGTPE]i)|[eE]([+-]?\d{1,2}))?$/;
// Small ones divide: 700 / 1000 is the very 0.7 that "0.7" reads as, 700 * 0.001 is not.
const PARTS: Readonly<Record<string, number>> = { n: 1e9, u: 1e6, m: 1e3 };
const UNITS: Readonly<Record<string, number>> = {
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** A Kubernetes quantity as a number: `50m` is 0.05, `1Ki` is 1024. */
export function quantity(text: string): number | undefined {
  const [, digits, suffix = '', exponent = '0'] = QUANTITY.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const part = PARTS[suffix];
  return part === undefined ? Number(`${digits}e${exponent}`) * (UNITS[suffix] ?? 1) : Number(digits) / part;
}

/** Processors come in thousandths, bytes whole: the API server warns of anything finer, or rounds it. */
export function quantityProblem(text: unknown, of: 'cpu' | 'bytes'): Problem | undefined {
  const amount = typeof text === 'string' ? quantity(text) : undefined;
  if (amount === undefined) return { what: `is ${show(text)}`, remedy: `give a Kubernetes quantity: "${of === 'cpu' ? '50m' : '96Mi'}"` };
  const whole = of === 'cpu' ? Math.round(amount * 1e9) / 1e6 : amount;
  return Number.isInteger(whole)
    ? undefined
    : { what: `is ${show(text)}`, remedy: of === 'cpu' ? 'give at most thousandths: "50m"' : 'give whole bytes: "96Mi"' };
}
