/** Kubernetes reads a whole number of 32 bits, and refuses the pod with any other. */
const MOST = 2 ** 31 - 1;

/** What it costs to lose a worker: its units of stock, to two digits, so that it changes more seldom than the stock does. */
export const deletionCost = (units: number): string => String(Math.min(Number(units.toPrecision(2)), MOST));
