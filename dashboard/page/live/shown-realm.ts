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
  const { seq, at, sources = realm.sources, kingdoms = realm.kingdoms, trades = realm.trades, troubles = realm.troubles } = change;
  const goods = change.goods ?? patched(realm.goods, change.goodChanges, ({ good }) => good);
  const causes = change.causes ?? patched(realm.causes, change.causeChanges, ({ shop, good }) => `${shop}\n${good}`);
  return { ...realm, seq, at, sources, kingdoms, trades, troubles, goods, causes, shops };
}

function afterShopChange(before: ShopPicture | undefined, { podChanges = [], ...fields }: ShopChange): ShopPicture {
  const shop = { ...before, ...fields } as ShopPicture;
  return podChanges.length === 0 ? shop : { ...shop, pods: patched(shop.pods, podChanges, ({ name }) => name) };
}

/** The entries of a list with what differs of them, by their names; those of which nothing does are the same values. */
function patched<T extends object, Change extends Partial<T>>(
  entries: readonly T[],
  changes: readonly Change[] | undefined,
  nameOf: (entry: T | Change) => string,
): readonly T[] {
  if (changes === undefined) return entries;
  const changed = new Map(changes.map((change) => [nameOf(change), change]));
  return entries.map((entry) => {
    const change = changed.get(nameOf(entry));
    return change === undefined ? entry : { ...entry, ...change };
  });
}
