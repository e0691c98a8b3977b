import { itemsOf } from './patterns.ts';

/** On a source: the namespaces whose workloads may name it, or beginnings of their names: `shop, prod-*`. */
export const isSharedWith = (list: string | undefined, namespace: string): boolean =>
  itemsOf(list).some((item) => (item.endsWith('*') ? namespace.startsWith(item.slice(0, -1)) : namespace === item));

/** Items that no namespace can be meant by. */
export const badShares = (list: string | undefined): readonly string[] => itemsOf(list).filter((item) => !/^[-a-z0-9]*\*?$/.test(item));
