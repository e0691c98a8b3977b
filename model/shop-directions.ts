import type { Direction } from './directions.ts';
import { inSeconds } from './duration.ts';
import type { Shop } from './realm.ts';
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
