import { apiState } from '../live/sources.ts';
import type { ShownRealm } from '../live/shown-realm.ts';

/** Why there is no shop to show, where there is none at all. */
export function nothingYet({ realm }: { readonly realm: { readonly value: ShownRealm | undefined } }): string {
  if (realm.value === undefined || (realm.value.kingdoms.length === 0 && apiState(realm.value.sources).state === 'loading'))
    return 'loading …';
  if (realm.value.shops.size > 0) return 'There is no shop in that kingdom.';
  return realm.value.kingdoms.length === 0 ? 'There is no kingdom yet. Apply one: civ apply' : 'There is no shop yet.';
}
