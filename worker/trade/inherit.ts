import type { Direction } from '../../model/directions.ts';
import type { Buyer, ClosingWorker } from './buyer.ts';

/** So many closing workers are inherited from at once. */
const MOST_AT_ONCE = 8;

/** Fetches what a closing worker of the same shop leaves, of what is made or used here; undefined: as much as it can it is fetching already. */
export type Inherit = (from: ClosingWorker) => Promise<void> | undefined;

export function createInherit(buyer: Pick<Buyer, 'inherit'>, directions: readonly Direction[]): Inherit {
  const goods = new Set(
    directions.flatMap(({ product, productInputList = [] }) => [product, ...productInputList.map((input) => input.product)]),
  );
  let fetching = 0;
  return (from) => {
    if (fetching >= MOST_AT_ONCE) return undefined;
    fetching += 1;
    return buyer.inherit(from, goods).finally(() => (fetching -= 1));
  };
}
