import { isDeepStrictEqual } from 'node:util';

/** Kubernetes leaves a count of none out of a status. */
export const counted = (count: number): number | undefined => (count === 0 ? undefined : count);

/** Does a stored status say already what a new one would? A field that is not there and one that is undefined are the same. */
export const sameStatus = (stored: object | undefined, next: object): boolean => isDeepStrictEqual(said(stored ?? {}), said(next));

const said = (status: object): unknown => JSON.parse(JSON.stringify(status));
