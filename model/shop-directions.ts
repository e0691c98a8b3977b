import type { Direction } from './directions.ts';
import { inSeconds, seconds } from './duration.ts';
import type { Input, Making, Shop, ShopAddress } from './realm.ts';
import { storeUrl } from './store-url.ts';

/** The directions that a shop's workers follow in `kingdom`. */
export const shopDirections = (kingdom: string, shop: Shop): readonly Direction[] =>
  shop.makes.map(({ good, amount, every, minimum, maximum, inputs }) => ({
    product: good,
    ...(inputs.length
      ? { productInputList: inputs.map((input) => ({ product: input.good, store: storeUrl(kingdom, input.from), amount: input.amount })) }
      : {}),
    amount,
    minimum,
    interval: inSeconds(every),
    ...(maximum === undefined ? {} : { maximum }),
  }));

/** The other way: what a direction makes, where `supplier` finds the shop that a store's URL means. */
export const makingOf = (
  { product, amount, interval, minimum, maximum, productInputList = [] }: Direction,
  supplier: (store: string, index: number) => ShopAddress,
): Making => ({
  good: product,
  amount,
  every: seconds(interval),
  minimum,
  ...(maximum === undefined ? {} : { maximum }),
  inputs: productInputList.map((input, index): Input => ({
    good: input.product,
    amount: input.amount,
    from: supplier(input.store, index),
  })),
});
