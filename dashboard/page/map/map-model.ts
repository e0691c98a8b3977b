import type { ShopPicture } from '../../wire/shop.ts';
import type { ShownRealm } from '../live/shown-realm.ts';
import type { PagePlace } from '../place/place.ts';
import { shopRows } from '../views/shop-rows.ts';
import { layoutMap } from './layout.ts';
import type { MapLayout } from './map-layout.ts';
import { supplyOf, type Supply } from './supply.ts';

/** What the map of a realm is made of. */
export interface MapModel {
  readonly shops: ReadonlyMap<string, ShopPicture>;
  readonly supply: Supply;
  readonly layout: MapLayout;
  readonly causes: ReadonlySet<string>;
  /** The shops that were asked for, where not all were. */
  readonly wanted: ReadonlySet<string> | undefined;
}

/** Answers the map of a realm. Its layout is made again only where names or suppliers have changed: live values move nothing. */
export function createMapModels(): (realm: ShownRealm, place: PagePlace) => MapModel {
  let signature = '';
  let layout: MapLayout | undefined;
  return (realm, place) => {
    const shops = place.kingdom === '' ? realm.shops : new Map([...realm.shops].filter(([, { kingdom }]) => kingdom === place.kingdom));
    const supply = supplyOf(shops);
    const suppliers = (key: string): readonly string[] => (supply.into.get(key) ?? []).map(({ from }) => from);
    const now = Array.from(shops.values(), ({ key, town }) => `${key} ${town} ${suppliers(key).join()}`).join('\n');
    if (layout === undefined || now !== signature) layout = layoutMap([...shops.values()], suppliers);
    signature = now;
    const { town, q, states } = place;
    const all = town === '' && q === '' && states.length === 0;
    return {
      shops,
      supply,
      layout,
      causes: new Set(realm.causes.filter(({ holdsUp }) => holdsUp.length > 0).map(({ shop }) => shop)),
      wanted: all ? undefined : new Set(shopRows(shops.values(), place).map(({ key }) => key)),
    };
  };
}
