import { isDeepStrictEqual } from 'node:util';
import type { RealmPicture } from '../wire/realm.ts';
import type { PodPicture, ShopPicture } from '../wire/shop.ts';
import type { PodChange, RealmChange, ShopChange } from '../wire/stream.ts';

/** The fields of a shop that are not as they were; undefined where all are. */
export function shopChange(before: ShopPicture | undefined, now: ShopPicture): ShopChange | undefined {
  if (before === undefined) return now;
  const { pods, ...others } = differing(before, now);
  if (pods === undefined) return Object.keys(others).length === 0 ? undefined : { key: now.key, ...others };
  return { key: now.key, ...others, ...podsChange(before.pods, pods) };
}

function differing<T extends object>(before: T, now: T): Partial<T> {
  const fields = Object.entries(now).filter(([field, value]) => !isDeepStrictEqual(value, before[field as keyof T]));
  return Object.fromEntries(fields) as Partial<T>;
}

/** Each sale changes the stock of a pod, and seldom which pods there are. */
function podsChange(before: readonly PodPicture[], now: readonly PodPicture[]): Pick<ShopChange, 'pods' | 'podChanges'> {
  const pairs = now.flatMap((pod, index) => {
    const old = before[index];
    return old?.name === pod.name ? [[old, pod] as const] : [];
  });
  if (pairs.length < Math.max(before.length, now.length)) return { pods: now };
  const changes = pairs.map(([old, pod]): PodChange => ({ ...differing(old, pod), name: pod.name }));
  return { podChanges: changes.filter((change) => Object.keys(change).length > 1) };
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
