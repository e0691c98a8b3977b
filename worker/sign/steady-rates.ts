/** A rate is shown as it was until it has moved by this part of what is shown. */
const MOVES = 0.1;

/** What to show of rates, given what is shown: it moves by a tenth or not at all, and goes when there is nothing more. */
export const steadyRates = (shown: ReadonlyMap<string, number>, rates: ReadonlyMap<string, number>): ReadonlyMap<string, number> =>
  new Map(
    [...rates].map(([good, rate]) => {
      const was = shown.get(good);
      return [good, was !== undefined && Math.abs(rate - was) < was * MOVES ? was : rate];
    }),
  );

/** Rates that keep still, however often one looks. */
export function createSteadyRates(rates: () => ReadonlyMap<string, number>): () => ReadonlyMap<string, number> {
  let shown: ReadonlyMap<string, number> = new Map();
  return () => (shown = steadyRates(shown, rates()));
}
