import { isDeepStrictEqual } from 'node:util';
import type { RealmChange, RealmPicture, ShopChange, ShopPicture } from '../wire.ts';

/** The fields of a shop that are not as they were; undefined where all are. */
export function shopChange(before: ShopPicture | undefined, now: ShopPicture): ShopChange | undefined {
  if (before === undefined) return now;
  const differing = Object.entries(now).filter(([field, value]) => !isDeepStrictEqual(value, before[field as keyof ShopPicture]));
  return differing.length === 0 ? undefined : { key: now.key, ...Object.fromEntries(differing) };
}

/** Of what is sent whole, that which is not as it was. */
export function wholeChanges(
  before: RealmPicture,
  now: RealmPicture,
): Pick<RealmChange, 'sources' | 'kingdoms' | 'trades' | 'troubles' | 'goods' | 'causes'> {
  const { sources, kingdoms, trades, troubles, goods, causes } = now;
  return {
    ...(isDeepStrictEqual(sources, before.sources) ? {} : { sources }),
    ...(isDeepStrictEqual(kingdoms, before.kingdoms) ? {} : { kingdoms }),
    ...(trades === before.trades ? {} : { trades }),
    ...(troubles === before.troubles ? {} : { troubles }),
    ...(isDeepStrictEqual(goods, before.goods) ? {} : { goods }),
    ...(isDeepStrictEqual(causes, before.causes) ? {} : { causes }),
  };
}
