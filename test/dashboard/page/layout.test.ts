import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { depthsOf } from '../../../dashboard/page/map/depths.ts';
import { CARD, layoutMap, type PlacedKey } from '../../../dashboard/page/map/layout.ts';
import type { MapLayout, Rect } from '../../../dashboard/page/map/map-layout.ts';
import { fit } from '../../../dashboard/page/map/viewport.ts';

const placed = (...keys: readonly string[]): readonly PlacedKey[] =>
  keys.map((key) => ({ key, kingdom: key.split('/')[0] ?? '', town: 'town' }));
const layout = (shops: readonly PlacedKey[], suppliers: Readonly<Record<string, readonly string[]>> = {}) =>
  layoutMap(shops, (key) => suppliers[key] ?? []);

/** Shops of some kingdoms that buy of each other, as chance has it. */
const shops = fc
  .array(fc.record({ kingdom: fc.nat(4), town: fc.nat(2), from: fc.array(fc.nat(60), { maxLength: 3 }) }), { maxLength: 60, size: 'max' })
  .map((drafts) => {
    const keys = drafts.map(({ kingdom }, index) => `kingdom-${kingdom}/shop-${index}`);
    const suppliers = new Map(drafts.map(({ from }, index) => [keys[index] ?? '', from.flatMap((at) => keys[at] ?? [])]));
    return {
      all: drafts.map(({ kingdom, town }, index): PlacedKey => ({
        key: keys[index] ?? '',
        kingdom: `kingdom-${kingdom}`,
        town: `town-${town}`,
      })),
      suppliersOf: (key: string) => suppliers.get(key) ?? [],
    };
  });

const cards = ({ shops: at }: MapLayout): readonly Rect[] => [...at.values()].map((corner) => ({ ...corner, ...CARD }));
const overlap = (a: Rect, b: Rect): boolean => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const within = (inner: Rect, outer: Rect): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

describe('the depth of a shop', () => {
  const depths = (suppliers: Readonly<Record<string, readonly string[]>>) =>
    Object.fromEntries(depthsOf(Object.keys(suppliers), (key) => suppliers[key] ?? []));

  it('is the longest way from what is dug', () =>
    expect(depths({ a: [], b: ['a'], c: ['a', 'b'], d: ['a'] })).toEqual({ a: 0, b: 1, c: 2, d: 1 }));
  it('is cut in a circle at the first of its shops', () => expect(depths({ a: ['c'], b: ['a'], c: ['b'] })).toEqual({ a: 2, b: 0, c: 1 }));
  it('does not depend on shops that are not there', () => expect(depths({ a: ['gone'] })).toEqual({ a: 0 }));
});

describe('the map', () => {
  it('puts suppliers to the left of those who buy of them, and shops of one depth by name', () => {
    const { shops: at } = layout(placed('one/wood', 'one/axe', 'one/stone', 'one/iron'), {
      'one/iron': ['one/stone', 'one/wood'],
      'one/axe': ['one/iron'],
    });
    const [stone, wood, iron, axe] = ['stone', 'wood', 'iron', 'axe'].map((name) => at.get(`one/${name}`));
    expect(stone?.x).toBe(wood?.x);
    expect(stone?.y).toBeLessThan(wood?.y ?? 0);
    expect([(stone?.x ?? 0) < (iron?.x ?? 0), (iron?.x ?? 0) < (axe?.x ?? 0)]).toEqual([true, true]);
  });

  it('is the same whatever order shops come in', () =>
    fc.assert(
      fc.property(shops, ({ all, suppliersOf }) => {
        expect(layoutMap(all.toReversed(), suppliersOf)).toEqual(layoutMap(all, suppliersOf));
      }),
    ));

  it('has every shop once, in its town, in its kingdom, and none over another', () =>
    fc.assert(
      fc.property(shops, ({ all, suppliersOf }) => {
        const map = layoutMap(all, suppliersOf);
        expect([...map.shops.keys()].sort()).toEqual(all.map(({ key }) => key).sort());
        const boxes = cards(map);
        expect(boxes.some((box, index) => boxes.slice(index + 1).some((other) => overlap(box, other)))).toBe(false);
        expect(map.kingdoms.some((block, index) => map.kingdoms.slice(index + 1).some((other) => overlap(block, other)))).toBe(false);
        for (const { key, kingdom } of all) {
          const corner = map.shops.get(key);
          const block = map.kingdoms.find(({ name }) => name === kingdom);
          expect(corner !== undefined && block !== undefined && within({ ...corner, ...CARD }, block)).toBe(true);
        }
        for (const box of boxes) expect(map.towns.some((town) => within(box, town))).toBe(true);
        for (const block of map.kingdoms) expect(within(block, { x: 0, y: 0, width: map.width, height: map.height })).toBe(true);
      }),
    ));

  it('moves little for a shop more', () => {
    const all = Array.from({ length: 300 }, (_, index) => `kingdom-${index % 10}/shop-${String(index).padStart(3, '0')}`);
    const supplier = (key: string): readonly string[] => {
      const number = Number(key.slice(-3));
      return number % 100 < 50 ? [] : [`kingdom-${number % 10}/shop-${String(number - 50).padStart(3, '0')}`];
    };
    const before = layoutMap(placed(...all), supplier);
    const after = layoutMap(placed(...all, 'kingdom-3/shop-123a'), supplier);
    const moved = all.filter(
      (key) => before.shops.get(key)?.x !== after.shops.get(key)?.x || before.shops.get(key)?.y !== after.shops.get(key)?.y,
    );
    expect(moved.length).toBeLessThan(30);
    expect(moved.every((key) => key.startsWith('kingdom-3/'))).toBe(true);
  });

  it('of a thousand shops has about the shape of a screen', () => {
    const all = Array.from({ length: 1_000 }, (_, index) => `kingdom-${index % 30}/shop-${index}`);
    const map = layoutMap(placed(...all), (key) => {
      const number = Number(key.slice(key.lastIndexOf('-') + 1));
      return number < 30 ? [] : [`kingdom-${number % 30}/shop-${number - 30}`];
    });
    expect(map.shops.size).toBe(1_000);
    expect(map.width / map.height).toBeGreaterThan(0.8);
    expect(map.width / map.height).toBeLessThan(3.2);
  });

  it.each([
    ['a few long chains in each kingdom', 300, 10],
    ['many kingdoms', 1_000, 30],
  ])('has room for the name of each kingdom where all of it is seen, on a desk and on a phone: %s', (_, count, kingdoms) => {
    const NAME_PX = 16; // as the painter has it, and it stands above its block
    const keys = Array.from({ length: count }, (__, index) => `kingdom-${index % kingdoms}/shop-${index}`);
    const map = layoutMap(placed(...keys), (key) => {
      const number = Number(key.slice(key.lastIndexOf('-') + 1));
      return number < kingdoms ? [] : [`kingdom-${number % kingdoms}/shop-${number - kingdoms}`];
    });
    for (const size of [
      { width: 1_280, height: 690 },
      { width: 390, height: 570 },
    ]) {
      const { zoom } = fit(map, size);
      for (const block of map.kingdoms) {
        const name = { ...block, y: block.y - NAME_PX / zoom, height: NAME_PX / zoom };
        expect(map.kingdoms.filter((other) => overlap(name, other))).toEqual([]);
      }
    }
  });
});
