import type { BuyPicture, MakePicture, MeasuredPicture, ShopPicture, UnitsPerSecond } from '../wire/shop.ts';
import type { MeasuredShop } from './measured-shop.ts';
import { ANYBODY, moveKey } from './progress.ts';

/** A shop's rates of now, put beside those of its plan. */
export function measuredPicture(
  measured: MeasuredShop | undefined,
  { makes, buys }: Pick<ShopPicture, 'makes' | 'buys'>,
): Pick<ShopPicture, 'makes' | 'buys'> & { readonly measured?: MeasuredPicture } {
  if (measured === undefined) return { makes, buys };
  const { workers, answering, windowSeconds, readyAt, rates } = measured;
  return {
    makes: makes.map((make): MakePicture => ({ ...make, now: rates === undefined ? null : (rates.get(moveKey('made', make.good)) ?? 0) })),
    buys: buys.map((buy): BuyPicture => ({ ...buy, now: rates === undefined ? null : boughtOf(buy, buys, rates) })),
    measured: { workers, answering, window: windowSeconds, readyAt },
  };
}

/** Where the books of a seller are not known, what was bought of anybody is of the only one that sells it to this shop. */
function boughtOf({ good, from }: BuyPicture, buys: readonly BuyPicture[], rates: ReadonlyMap<string, number>): UnitsPerSecond {
  const known = rates.get(moveKey('bought', good, from)) ?? 0;
  const unknown = rates.get(moveKey('bought', good, ANYBODY)) ?? 0;
  const only = buys.every((other) => other.good !== good || other.from === from);
  if (only) return Number((known + unknown).toPrecision(2));
  return unknown > known ? null : known;
}
