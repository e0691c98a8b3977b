import type { KeptKey } from './ledger.ts';

export interface SharesBounds {
  readonly mostKeys: number;
  readonly mostBytes: number;
  /** So many buyers have a share of their own; who comes after them is a stranger. */
  readonly mostHolders: number;
}

/** Keys and what goes with them fit on the volume of a worker, beside all else. */
export const SHARES_BOUNDS: SharesBounds = { mostKeys: 1_000_000, mostBytes: 384 * 1024 * 1024, mostHolders: 10_000 };

/** All that have never been sold anything, or do not say who they are: an id costs nothing, so together they are one buyer. */
export const STRANGERS = '';

/** Who takes up the room for keys. Nobody may hold more of it than is still free, so that there is always some for another. */
export interface Shares {
  /** Why a key has no room; undefined where it has. */
  problem(holder: string, length: number): string | undefined;
  /** Whether a buyer has a share of its own, or may begin one. */
  mayHold(holder: string): boolean;
  take(kept: KeptKey): void;
  give(kept: KeptKey): void;
}

interface Share {
  keys: number;
  bytes: number;
}

export function openShares(
  kept: Iterable<KeptKey & { readonly keys: number }>,
  { mostKeys, mostBytes, mostHolders }: SharesBounds = SHARES_BOUNDS,
): Shares {
  const all: Share = { keys: 0, bytes: 0 };
  const shares = new Map<string, Share>();
  const add = (holder: string, keys: number, bytes: number) => {
    const share = shares.get(holder) ?? { keys: 0, bytes: 0 };
    shares.set(holder, share);
    for (const sum of [all, share]) {
      sum.keys += keys;
      sum.bytes += bytes;
    }
    if (share.keys <= 0) shares.delete(holder);
  };
  for (const { holder, keys, length } of kept) add(holder, keys, bytesOf(length, keys));

  return {
    problem(holder, length) {
      const share = shares.get(holder) ?? { keys: 0, bytes: 0 };
      const [freeKeys, freeBytes] = [mostKeys - all.keys, mostBytes - all.bytes];
      if (freeKeys <= 0 || bytesOf(length) > freeBytes) return `${all.keys} keys are kept already`;
      const who = holder === STRANGERS ? 'buyers that were never sold anything' : 'this buyer';
      return share.keys > freeKeys || share.bytes > freeBytes ? `${share.keys} keys are kept for ${who} already, its share` : undefined;
    },
    mayHold: (holder) => shares.has(holder) || shares.size < mostHolders,
    take: ({ holder, length }) => add(holder, 1, bytesOf(length)),
    give: ({ holder, length }) => add(holder, -1, -bytesOf(length)),
  };
}

/** What keys cost on disk, a little too much: twice the key, in the table and its index, whose pages are never quite full. */
const bytesOf = (length: number, keys = 1): number => 3 * length + 100 * keys;
