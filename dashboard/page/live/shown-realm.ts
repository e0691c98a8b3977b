import type { RealmPicture } from '../../wire/realm.ts';
import type { ShopPicture } from '../../wire/shop.ts';
import type { RealmChange, ShopChange } from '../../wire/stream.ts';

/** What the page shows: the last picture, and all that has changed since. */
export interface ShownRealm extends Omit<RealmPicture, 'shops' | 'version'> {
  readonly shops: ReadonlyMap<string, ShopPicture>;
}

export const shownRealm = ({ shops, ...rest }: RealmPicture): ShownRealm => ({
  ...rest,
  shops: new Map(shops.map((shop) => [shop.key, shop])),
});

/** The realm after a change; undefined where the change does not follow on it, so that the whole has to be fetched again. */
export function afterChange(realm: ShownRealm, change: RealmChange): ShownRealm | undefined {
  if (change.seq <= realm.seq) return realm;
  if (change.seq !== realm.seq + 1) return undefined;
  const shops = new Map(realm.shops);
  // A shop that was not there before comes whole.
  for (const fields of change.shops ?? []) shops.set(fields.key, afterShopChange(shops.get(fields.key), fields));
  for (const key of change.gone ?? []) shops.delete(key);
  const { seq, at, sources = realm.sources, kingdoms = realm.kingdoms, goods = realm.goods, causes = realm.causes } = change;
  const { trades = realm.trades, troubles = realm.troubles } = change;
  return { ...realm, seq, at, sources, kingdoms, trades, troubles, goods, causes, shops };
}

function afterShopChange(before: ShopPicture | undefined, { podChanges = [], ...fields }: ShopChange): ShopPicture {
  const shop = { ...before, ...fields } as ShopPicture;
  if (podChanges.length === 0) return shop;
  const changed = new Map(podChanges.map((pod) => [pod.name, pod]));
  return { ...shop, pods: shop.pods.map((pod) => ({ ...pod, ...changed.get(pod.name) })) };
}
