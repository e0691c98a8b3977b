import { describe, expect, it } from '@jest/globals';
import { createPacker, packFigures, unpack, unpackFigures, type PackedPicture } from '../../../dashboard/history/packing.ts';
import { shopOf } from '../page/shop.ts';
import { pictureOf } from '../picture.ts';

const HOUR = 3_600_000;

/** A realm in which each shop has something else in store each time, and everything else stays. */
const pictureAt = (round: number, shops = 300): string =>
  JSON.stringify(
    pictureOf({
      seq: round,
      shops: Array.from({ length: shops }, (_, index) => {
        const count = (index * 7_919 + round * (index % 11) * 13) % 5_000;
        const makes = [{ good: `good-${index % 9}`, full: 2, plan: 1.6, now: null, limit: `too little good-${(index + 1) % 9}` }];
        return shopOf(`kingdom-${index % 10}/shop-${index}`, { stock: [{ good: `good-${index % 9}`, count }], makes });
      }),
    }),
  );
const textOf = async (packed: PackedPicture): Promise<string> => new TextDecoder().decode(await unpack(packed));

describe('a packed picture', () => {
  it('is what was packed', async () => {
    const packer = createPacker();
    for (const round of [0, 1, 2]) expect(await textOf(await packer.pack(pictureAt(round), round))).toBe(pictureAt(round));
  });

  it('is what differs from an earlier one: a part of the whole', async () => {
    const packer = createPacker();
    const first = await packer.pack(pictureAt(0), 0);
    const later = await packer.pack(pictureAt(500), HOUR);
    expect(later.base).toBe(first.base);
    expect(later.picture.length).toBeLessThan(first.base.length / 2);
  });

  it('holds no more room than it needs: thousands of them are kept', async () => {
    const packer = createPacker();
    const [first, second] = [await packer.pack(pictureAt(0), 0), await packer.pack(pictureAt(1), 1)];
    const figures = await packFigures(new Float32Array(100));
    const kept = [first.base, first.picture, second.picture, figures];
    expect(kept.map(({ buffer }) => buffer.byteLength)).toEqual(kept.map(({ length }) => length));
  });

  it('has another base once the realm is another one', async () => {
    const packer = createPacker();
    const first = await packer.pack(pictureAt(0, 3), 0);
    const [second, third] = [await packer.pack(pictureAt(1), 1), await packer.pack(pictureAt(2), 2)];
    expect(second.base).not.toBe(first.base);
    expect(third.base).toBe(second.base);
    expect([await textOf(first), await textOf(third)]).toEqual([pictureAt(0, 3), pictureAt(2)]);
  });

  it('has another base now and then where much differs, and no sooner', async () => {
    const packer = createPacker();
    const grown = (shops: number, atMs: number) => packer.pack(pictureAt(atMs, shops), atMs);
    const first = await grown(100, 0);
    expect((await grown(160, HOUR)).base).toBe(first.base);
    expect((await grown(160, 7 * HOUR)).base).not.toBe(first.base);
  });
});

it('packed figures are what was packed, also those that nobody knows', async () => {
  const figures = Float32Array.from([1, Number.NaN, 0.25, 4_711]);
  expect(await unpackFigures(await packFigures(figures))).toEqual(figures);
});
