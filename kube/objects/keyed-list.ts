declare const listKey: unique symbol;

/**
 * A list whose items are told apart by these fields, so that each may have an owner of its own. (A CustomResourceDefinition calls it
 * `x-kubernetes-list-type: map`.) Any array of such items is one.
 */
export interface KeyedList<Item, Key extends keyof Item> extends ReadonlyArray<Item> {
  readonly [listKey]?: Key;
}

/** The fields by which a list's items are told apart; `never` for any other list. */
export type ListKey<List> = typeof listKey extends keyof List ? NonNullable<List[typeof listKey]> : never;
