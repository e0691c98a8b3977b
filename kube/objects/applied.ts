import type { ListKey } from './keyed-list.ts';

/**
 * An object as server-side apply takes it: as far as it is one's own. Everything is optional, but for the keys of keyed lists, which say
 * what item is meant. The items of other lists are whole, since such a list has one owner.
 */
export type Applied<T> = T extends readonly (infer Item)[]
  ? AppliedList<T, Item>
  : T extends object
    ? { readonly [Field in keyof T]?: Applied<T[Field]> }
    : T;

type AppliedList<List, Item> = [ListKey<List>] extends [never] ? List : readonly (Applied<Item> & Pick<Item, ListKey<List> & keyof Item>)[];
