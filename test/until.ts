import { setTimeout as pause } from 'node:timers/promises';

export interface Patience {
  /** After how long it is no use to wait on: plenty, as processes start slowly where the machine is busy. @default 60 */
  readonly seconds?: number;
  /** @default a quarter of the time waited so far, 20 to 250 ms: an answer costs the one who gives it */
  readonly everyMs?: number;
}

/**
 * Asks again and again until the answer is neither undefined nor false, and gives it. For what no event tells of: what another process or
 * a server does. An error that names what did not come, and what was seen last, after a while; an `ask` that throws is asked again.
 */
export async function until<Answer>(
  what: string,
  ask: () => Answer | Promise<Answer>,
  { seconds = 60, everyMs }: Patience = {},
): Promise<Exclude<Answer, undefined | false>> {
  let seen: { readonly answer: unknown } | { readonly error: unknown } | undefined;
  const start = performance.now();
  const waited = () => performance.now() - start;
  for (; waited() < seconds * 1_000; await pause(everyMs ?? Math.min(Math.max(waited() / 4, 20), 250))) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer as Exclude<Answer, undefined | false>;
      seen = { answer };
    } catch (error) {
      seen = { error };
    }
  }
  const last = seen === undefined ? 'it was never asked' : 'error' in seen ? `last: ${String(seen.error)}` : `last: ${String(seen.answer)}`;
  throw new Error(`waited ${seconds} s in vain for ${what}; ${last}`, { cause: seen });
}
