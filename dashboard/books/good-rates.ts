import type { MeasuredShop } from './measured-shop.ts';
import { moveKey } from './progress.ts';

/** What is measured of goods, of all shops together. */
interface MeasuredGood {
  readonly made: number;
  readonly used: number;
}

export interface MeasuredRealm {
  /** Undefined for a good of which a maker or a user is not measured. */
  good(good: string, makers: readonly string[], users: readonly string[]): Partial<MeasuredGood>;
  /** Sales a second; null where nobody's are measured. */
  readonly trades: number | null;
}

const figure = (rate: number): number => Number(rate.toPrecision(2));

export function measuredRealm(of: (shop: string) => MeasuredShop | undefined, shops: readonly string[]): MeasuredRealm {
  const sum = (keys: readonly string[], key: string): number | undefined => {
    const rates = keys.map((shop) => allRates(of(shop)));
    return rates.includes(undefined) ? undefined : figure(rates.reduce((total, its) => total + (its?.get(key) ?? 0), 0));
  };
  const measured = shops.flatMap((shop) => of(shop)?.rates ?? []);
  return {
    good: (good, makers, users) => ({ made: sum(makers, moveKey('made', good)), used: sum(users, moveKey('used', good)) }),
    trades: measured.length === 0 ? null : figure(measured.reduce((total, rates) => total + (rates.get(moveKey('sales')) ?? 0), 0)),
  };
}

/** Of a shop of which some workers do not answer, nobody can tell all. */
const allRates = (shop: MeasuredShop | undefined): MeasuredShop['rates'] =>
  shop !== undefined && shop.answering === shop.workers ? shop.rates : undefined;
