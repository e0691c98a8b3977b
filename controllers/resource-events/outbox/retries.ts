import type { BackOff } from '../../../ground/time/back-off.ts';

/** The waits between attempts: with full jitter, so that many agents do not come back at the same moment. */
export const RETRIES: BackOff = { firstMs: 100, longestMs: 30_000, spread: [0, 1] };
