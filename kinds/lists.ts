import type { ZodArray, ZodObject, ZodType } from 'zod';
import type { KeyedList } from '../kube/objects/keyed-list.ts';

/** How the items of a list are told apart. */
export interface ListKind {
  readonly error: string;
  readonly params: { readonly list: { readonly type: 'set' } | { readonly type: 'map'; readonly keys: readonly string[] } };
}

/** A list schema that checks can be added to. */
interface RefinableList<Schema> {
  refine(check: (items: readonly unknown[]) => boolean, params: ListKind): Schema;
}

/** A list in which no item is twice, and whose items may have an owner each: `setOf(z.array(z.string()))`. */
export const setOf = <Schema extends ZodArray & RefinableList<Schema>>(list: Schema): Schema =>
  list.refine((items) => areDistinct(items.map((item) => JSON.stringify(item))), {
    error: 'has an item twice',
    params: { list: { type: 'set' } },
  });

/** A list whose items are told apart by fields, and may have an owner each: `keyedBy(z.array(z.object({ name: … })), 'name')`. */
export function keyedBy<Item extends ZodObject, Key extends keyof Item['_zod']['output'] & string>(
  list: ZodArray<Item> & RefinableList<ZodType<KeyedList<Item['_zod']['output'], Key>>>,
  ...keys: readonly [Key, ...Key[]]
): ZodType<KeyedList<Item['_zod']['output'], Key>, readonly Item['_zod']['input'][]>;
export function keyedBy(list: RefinableList<ZodType>, ...keys: readonly string[]): ZodType {
  const keyOf = (item: unknown) => JSON.stringify(keys.map((key) => (item as Readonly<Record<string, unknown>>)[key]));
  return list.refine((items) => areDistinct(items.map(keyOf)), {
    error: `has two items with the same ${keys.join(' and ')}`,
    params: { list: { type: 'map', keys } },
  });
}

const areDistinct = (texts: readonly string[]): boolean => new Set(texts).size === texts.length;
