export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rect extends Point {
  readonly width: number;
  readonly height: number;
}

export interface MapLayout {
  readonly width: number;
  readonly height: number;
  readonly kingdoms: readonly (Rect & { readonly name: string })[];
  readonly towns: readonly (Rect & { readonly name: string })[];
  /** The left upper corner of each shop's card. */
  readonly shops: ReadonlyMap<string, Point>;
}
