/** When something may be rolled, or its pods be replaced, as its annotations say it: windows of time. */
export interface RollTimes {
  readonly window?: string;
  readonly blackout?: string;
}
