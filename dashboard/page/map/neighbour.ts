import type { MapLayout, Point } from './map-layout.ts';
import type { Supply } from './supply.ts';

export type Arrow = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

/** Where an arrow leads from a shop: left to a supplier, right to a buyer, up and down to what stands there. */
export function neighbourOf(
  key: string,
  arrow: Arrow,
  { shops }: Pick<MapLayout, 'shops'>,
  { into, outOf }: Pick<Supply, 'into' | 'outOf'>,
): string {
  const here = shops.get(key);
  if (here === undefined) return key;
  switch (arrow) {
    case 'ArrowLeft':
      return (
        nearest(
          here,
          (into.get(key) ?? []).map(({ from }) => from),
          shops,
        ) ?? key
      );
    case 'ArrowRight':
      return (
        nearest(
          here,
          (outOf.get(key) ?? []).map(({ to }) => to),
          shops,
        ) ?? key
      );
    case 'ArrowUp':
      return beside(here, shops, (at) => at.y < here.y) ?? key;
    case 'ArrowDown':
      return beside(here, shops, (at) => at.y > here.y) ?? key;
  }
}

function nearest(here: Point, keys: readonly string[], shops: MapLayout['shops']): string | undefined {
  const distance = (key: string): number => {
    const at = shops.get(key);
    return at === undefined ? Infinity : Math.hypot(at.x - here.x, at.y - here.y);
  };
  return [...keys].sort((a, b) => distance(a) - distance(b) || (a < b ? -1 : 1)).find((key) => shops.has(key));
}

/** In the same column before all others. */
function beside(here: Point, shops: MapLayout['shops'], wanted: (at: Point) => boolean): string | undefined {
  const far = (at: Point): number => Math.abs(at.y - here.y) + 8 * Math.abs(at.x - here.x);
  return [...shops].filter(([, at]) => wanted(at)).sort(([, a], [, b]) => far(a) - far(b))[0]?.[0];
}
