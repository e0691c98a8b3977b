import { SHOP_STATES, type ShopPicture, type ShopState } from '../../wire/shop.ts';
import type { PagePlace } from '../place/place.ts';

/** By what the table of shops can be sorted. */
const SORTS = ['shop', 'state', 'stock', 'waits', 'pods'] as const;
export type SortColumn = (typeof SORTS)[number];

/** The shops that a place asks for, in its order. */
export function shopRows(
  shops: Iterable<ShopPicture>,
  place: Pick<PagePlace, 'kingdom' | 'town' | 'q' | 'states' | 'sort'>,
): readonly ShopPicture[] {
  const { column, descending } = sortOf(place.sort);
  const rows = [...shops].filter((shop) => isWanted(shop, place));
  const order = rows.sort((a, b) => compare(columnOf(a, column), columnOf(b, column)) || compare(a.key, b.key));
  return descending ? order.toReversed() : order;
}

export function sortOf(sort: string): { readonly column: SortColumn; readonly descending: boolean } {
  const name = sort.replace(/^-/, '');
  return { column: SORTS.find((column) => column === name) ?? 'shop', descending: sort.startsWith('-') };
}

const compare = <T extends string | number>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

function columnOf(shop: ShopPicture, column: SortColumn): string | number {
  switch (column) {
    case 'shop':
      return shop.key;
    case 'state':
      return SHOP_STATES.indexOf(shop.state);
    case 'stock':
      return shop.stock.reduce((sum, { count }) => sum + count, 0);
    case 'waits':
      return shop.waits[0] ?? '';
    case 'pods':
      return shop.ready - shop.replicas;
  }
}

function isWanted(shop: ShopPicture, { kingdom, town, q, states }: Pick<PagePlace, 'kingdom' | 'town' | 'q' | 'states'>): boolean {
  if (kingdom !== '' && shop.kingdom !== kingdom) return false;
  if (town !== '' && shop.town !== town) return false;
  if (states.length > 0 && !states.includes(shop.state)) return false;
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => word === '' || textOf(shop).includes(word));
}

const textOf = ({ key, town, type, stock, makes }: ShopPicture): string =>
  [key, town, type, ...stock.map(({ good }) => good), ...makes.map(({ good }) => good)].join(' ').toLowerCase();

/** How many shops are in each state, the worst first; those in which none is are left out. */
export function stateCounts(shops: Iterable<ShopPicture>): readonly (readonly [state: ShopState, count: number])[] {
  const counts = new Map<ShopState, number>();
  for (const { state } of shops) counts.set(state, (counts.get(state) ?? 0) + 1);
  return SHOP_STATES.flatMap((state) => {
    const count = counts.get(state);
    return count === undefined ? [] : [[state, count] as const];
  });
}
