/**
 * A length of time, in whole milliseconds.
 * Made by `seconds`, `minutes` or `milliseconds`, so that no bare number is mistaken for another unit.
 */
export interface Duration {
  readonly milliseconds: number;
}

export const milliseconds = (count: number): Duration => ({ milliseconds: count });
export const seconds = (count: number): Duration => milliseconds(Math.round(count * 1_000_000) / 1_000);
export const minutes = (count: number): Duration => seconds(count * 60);

export const inSeconds = ({ milliseconds: count }: Duration): number => count / 1_000;
