/** What an int and a uint can be. */
export const LEAST_INT = -(2n ** 63n);
export const MOST_INT = 2n ** 63n - 1n;
export const MOST_UINT = 2n ** 64n - 1n;
