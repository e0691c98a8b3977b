import type { Parameters } from 'fast-check';

/** How many times as long as in CI: FUZZ_RUNS=20 for a night. */
const TIMES = Math.max(1, Number(process.env['FUZZ_RUNS'] ?? 1) || 1);

/** A committed seed, so that everyone's run is the same one; longer runs go on from there. */
export const fuzz = <T>(seed: number, runs: number): Parameters<T> => ({ seed, numRuns: runs * TIMES, endOnFailure: true });

/** For a whole test. */
export const FUZZ_TIMEOUT_MS = 120_000 * TIMES;
