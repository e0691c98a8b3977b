import { thinned } from './thinning.ts';

/** How a realm was at a time. */
export interface PastMoment {
  readonly atMs: number;
  /** The picture as it is sent, zipped; the same value for moments between which nothing has changed. */
  readonly picture: Uint8Array;
  /** By the numbers of their series; later ones did not exist yet. */
  readonly figures: Float32Array;
}

/** The past, thinned by its age, and within a number of bytes. */
export interface Moments {
  readonly all: readonly PastMoment[];
  readonly bytes: number;
  add(moment: PastMoment): void;
  /** The last at a time or before it. */
  before(atMs: number): PastMoment | undefined;
}

export function createMoments(mostBytes: number): Moments {
  let all: readonly PastMoment[] = [];
  let bytes = 0;
  return {
    get all() {
      return all;
    },
    get bytes() {
      return bytes;
    },
    add(moment) {
      const kept = thinned([...all.filter(({ atMs }) => atMs < moment.atMs), moment], moment.atMs);
      const sizes = kept.map(
        ({ picture, figures }, index) => (kept[index - 1]?.picture === picture ? 0 : picture.length) + figures.byteLength,
      );
      bytes = sizes.reduce((sum, size) => sum + size, 0);
      let first = 0;
      while (bytes > mostBytes && first < kept.length - 1) bytes -= sizes[first++] ?? 0;
      all = kept.slice(first);
    },
    before: (atMs) => all.findLast((moment) => moment.atMs <= atMs),
  };
}
