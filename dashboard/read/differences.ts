import { equal } from '../../ground/json/equal.ts';
import type { RealmPicture } from '../wire/realm.ts';
import type { PodPicture, ShopPicture } from '../wire/shop.ts';
import type { RealmChange, ShopChange } from '../wire/stream.ts';

/** The fields of a shop that are not as they were; undefined where all are. */
export function shopChange(before: ShopPicture | undefined, now: ShopPicture): ShopChange | undefined {
  if (before === undefined) return now;
  const { pods, ...others } = differing(before, now);
  if (pods === undefined) return Object.keys(others).length === 0 ? undefined : { key: now.key, ...others };
  const podChanges = entryChanges<PodPicture, 'name'>(before.pods, pods, ['name']);
  return { key: now.key, ...others, ...(podChanges === undefined ? { pods } : { podChanges }) };
}

function differing<T extends object>(before: T, now: T): Partial<T> {
  const fields: Partial<T> = {};
  for (const field in now) if (!equal(now[field], before[field])) fields[field] = now[field];
  return fields;
}

type NamedChange<T, Name extends keyof T> = Partial<T> & Pick<T, Name>;

/** What differs of the entries of a list; undefined where they are not those of before in their order, by the fields that name them. */
function entryChanges<T extends object, Name extends keyof T>(
  before: readonly T[],
  now: readonly T[],
  names: readonly Name[],
): readonly NamedChange<T, Name>[] | undefined {
  const isOf = (old: T | undefined, entry: T): old is T => old !== undefined && names.every((name) => old[name] === entry[name]);
  if (before.length !== now.length || !now.every((entry, index) => isOf(before[index], entry))) return undefined;
  return now.flatMap((entry, index) => {
    const old = before[index];
    const fields = old === undefined || old === entry ? {} : differing(old, entry);
    const named = Object.fromEntries(names.map((name) => [name, entry[name]]));
    return Object.keys(fields).length === 0 ? [] : [{ ...fields, ...named } as NamedChange<T, Name>];
  });
}

type OfAll = Omit<RealmChange, 'seq' | 'at' | 'shops' | 'gone'>;

/** What is not as it was of that which is said of all shops together. */
export function realmChange(before: RealmPicture, now: RealmPicture): OfAll {
  const { sources, kingdoms, trades, troubles, goods, causes } = now;
  const goodChanges = goods === before.goods ? [] : entryChanges(before.goods, goods, ['good']);
  const causeChanges = causes === before.causes ? [] : entryChanges(before.causes, causes, ['shop', 'good']);
  return {
    ...(equal(sources, before.sources) ? {} : { sources }),
    ...(equal(kingdoms, before.kingdoms) ? {} : { kingdoms }),
    ...(trades === before.trades ? {} : { trades }),
    ...(troubles === before.troubles ? {} : { troubles }),
    ...(goodChanges === undefined ? { goods } : some({ goodChanges })),
    ...(causeChanges === undefined ? { causes } : some({ causeChanges })),
  };
}

const some = (changes: Pick<OfAll, 'goodChanges' | 'causeChanges'>): typeof changes =>
  Object.values(changes).some(({ length }) => length > 0) ? changes : {};
