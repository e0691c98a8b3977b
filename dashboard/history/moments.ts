import type { PackedPicture } from './packing.ts';
import { thinned } from './thinning.ts';

/** How a realm was at a time. What is the same value as in another moment is kept once. */
export interface PastMoment extends PackedPicture {
  readonly atMs: number;
  /** Packed, by the numbers of their series; later ones did not exist yet. */
  readonly figures: Uint8Array;
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
      const newest = newestWithin(kept, mostBytes);
      all = kept.slice(newest.first);
      ({ bytes } = newest);
    },
    before: (atMs) => all.findLast((moment) => moment.atMs <= atMs),
  };
}

/** From which moment on all that is newer has room, and what that takes; the newest is kept in any case. */
function newestWithin(moments: readonly PastMoment[], mostBytes: number): { readonly first: number; readonly bytes: number } {
  const counted = new Set<Uint8Array>();
  let bytes = newBytes(moments.at(-1), counted);
  for (let index = moments.length - 2; index >= 0; index -= 1) {
    const more = newBytes(moments[index], counted);
    if (bytes + more > mostBytes) return { first: index + 1, bytes };
    bytes += more;
  }
  return { first: 0, bytes };
}

/** What a moment takes beside those that are counted. */
function newBytes(moment: PastMoment | undefined, counted: Set<Uint8Array>): number {
  let bytes = 0;
  for (const part of moment === undefined ? [] : [moment.base, moment.picture, moment.figures]) {
    if (!counted.has(part)) bytes += part.length;
    counted.add(part);
  }
  return bytes;
}
