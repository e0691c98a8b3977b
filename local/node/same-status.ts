import { equal } from '../../ground/json/equal.ts';

/** Kubernetes leaves a count of none out of a status. */
export const counted = (count: number): number | undefined => (count === 0 ? undefined : count);

/** Does a stored status say already what a new one would? */
export const sameStatus = (stored: object | undefined, next: object): boolean => equal(stored ?? {}, next);
