import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { fraction, nextSizes, type Generation } from '../../../../local/node/workloads/rolling-update.ts';

/** A rollout as it goes when pods become available whenever they like. */
function roll(replicas: number, maxSurge: number, maxUnavailable: number, oldSize: number, becomesAvailable: () => boolean) {
  let fresh: Generation = { replicas: 0, available: 0 };
  let old: Generation = { replicas: oldSize, available: oldSize };
  const seen: { readonly total: number; readonly available: number }[] = [];
  for (let step = 0; step < 1_000 && !(fresh.available === replicas && old.replicas === 0); step += 1) {
    const sizes = nextSizes({ replicas, maxSurge, maxUnavailable, fresh, old: [old] });
    fresh = { replicas: sizes.fresh, available: Math.min(fresh.available, sizes.fresh) };
    old = { replicas: sizes.old[0] ?? 0, available: Math.min(old.available, sizes.old[0] ?? 0) };
    seen.push({ total: fresh.replicas + old.replicas, available: fresh.available + old.available });
    if (fresh.available < fresh.replicas && becomesAvailable()) fresh = { ...fresh, available: fresh.available + 1 };
  }
  return { fresh, old, seen };
}

describe('a rolling update', () => {
  it('comes to its end, with never too many pods and never too few available ones', () => {
    const some = fc.integer({ min: 0, max: 4 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), some, some, fc.infiniteStream(fc.boolean()), (replicas, maxSurge, unavailable, luck) => {
        const maxUnavailable = maxSurge === 0 ? Math.max(1, unavailable) : unavailable;
        let patience = 0;
        const { fresh, old, seen } = roll(
          replicas,
          maxSurge,
          maxUnavailable,
          replicas,
          () => (luck.next().value ?? true) || (patience += 1) > 100,
        );
        expect([fresh.replicas, old.replicas]).toEqual([replicas, 0]);
        expect(Math.max(...seen.map(({ total }) => total))).toBeLessThanOrEqual(replicas + maxSurge);
        expect(Math.min(...seen.map(({ available }) => available))).toBeGreaterThanOrEqual(replicas - maxUnavailable);
      }),
      { numRuns: 300 },
    );
  });

  it('takes an old pod that serves nobody first', () =>
    expect(
      nextSizes({
        replicas: 2,
        maxSurge: 1,
        maxUnavailable: 0,
        fresh: { replicas: 1, available: 0 },
        old: [{ replicas: 2, available: 1 }],
      }),
    ).toEqual({ fresh: 1, old: [2] }));

  it('adds before it takes away, where nothing may be missing', () =>
    expect(
      nextSizes({
        replicas: 1,
        maxSurge: 1,
        maxUnavailable: 0,
        fresh: { replicas: 0, available: 0 },
        old: [{ replicas: 1, available: 1 }],
      }),
    ).toEqual({ fresh: 1, old: [1] }));

  it('shrinks a generation that has become too large', () =>
    expect(nextSizes({ replicas: 1, maxSurge: 1, maxUnavailable: 0, fresh: { replicas: 4, available: 4 }, old: [] })).toEqual({
      fresh: 1,
      old: [],
    }));
});

it.each([
  ['25%', 4, 'up', 1],
  ['25%', 5, 'up', 2],
  ['25%', 5, 'down', 1],
  [undefined, 3, 'down', 0],
  [2, 10, 'up', 2],
] as const)('%s of %d, rounded %s, is %d', (value, replicas, round, pods) => expect(fraction(value, replicas, round)).toBe(pods));
