import { isRecord } from '../../../ground/json/json.ts';
import { inOneLine } from '../../../ground/text/printable.ts';

/**
 * What a reconcile answers. `on-change`: nothing more to do until something that the key depends on changes.
 * `{ afterMs }`: look again after that time, or on a change if that is sooner. A reconcile that could not do what it
 * should throws: the key is tried again, later after each failure in a row.
 */
export type Outcome = 'on-change' | { readonly afterMs: number };

/** What is wrong with what a reconcile answered: types do not hold everybody back. */
export function outcomeProblem(outcome: unknown): string | undefined {
  if (outcome === 'on-change') return undefined;
  const afterMs = isRecord(outcome) ? outcome['afterMs'] : undefined;
  if (typeof afterMs === 'number' && afterMs >= 0 && afterMs < Infinity) return undefined;
  const said = isRecord(outcome) && 'afterMs' in outcome ? `{ afterMs: ${show(afterMs)} }` : show(outcome);
  return `the reconcile answered ${said}: answer 'on-change', or { afterMs } with a number of milliseconds that is 0 or more`;
}

/** Also what JSON does not have. */
const show = (value: unknown): string =>
  inOneLine(typeof value === 'number' || typeof value === 'string' ? String(value) : (JSON.stringify(value) ?? typeof value), 80);
