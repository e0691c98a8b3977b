import type { BackOff } from '../../../ground/time/back-off.ts';

/** The waits between attempts of a change that the bus takes not, but others: with full jitter, so that many agents do not come at once. */
export const RETRIES: BackOff = { firstMs: 100, longestMs: 30_000, spread: [0, 1] };

/** Between the single messages that find out whether a bus is back: all that waits is late by as much. */
export const PROBES: BackOff = { ...RETRIES, longestMs: 10_000 };
