import type { Parameters } from 'fast-check';

/** `npm test` tries the first quarter of what .ci/run does (FUZZ_RUNS=1). FUZZ_RUNS=20 for a night. */
const TIMES = Number(process.env['FUZZ_RUNS'] ?? 0.25) || 0.25;

/** A committed seed, so that everyone's run is the same one; longer runs go on from there. */
export const fuzz = <T>(seed: number, runs: number): Parameters<T> => ({ seed, numRuns: Math.ceil(runs * TIMES), endOnFailure: true });

/** Of what is tried at random or for long outside the fuzz: a quarter as well, and never more than .ci/run tries. */
export const partOf = (whole: number): number => Math.ceil(whole * Math.min(1, TIMES));

/** For a whole test. */
export const FUZZ_TIMEOUT_MS = 120_000 * Math.max(1, TIMES);
