declare const listKey: unique symbol;

/**
 * A list whose items are told apart by these fields, which every item that is applied therefore has. (Server-side apply calls it
 * `x-kubernetes-list-type: map`.) Any array of such items is one.
 */
export interface KeyedList<Item, Key extends keyof Item> extends ReadonlyArray<Item> {
  readonly [listKey]?: Key;
}
