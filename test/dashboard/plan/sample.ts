import { planRealm } from '../../../dashboard/plan/realm-plan.ts';
import type { ObservedShop } from '../../../model/observed-realm.ts';

/** The sample as a cluster has it. */
export interface SampleMaking {
  readonly good: string;
  readonly amount: number;
  readonly interval: number;
  readonly from?: readonly (readonly [good: string, amount: number, store: string])[];
  readonly maximum?: number;
}

export const observed = (shop: string, { good, amount, interval, from = [], maximum }: SampleMaking, replicas = 1): ObservedShop => ({
  kingdom: 'one',
  town: 'town',
  shop,
  type: shop,
  replicas,
  directions: JSON.stringify([
    {
      product: good,
      ...(from.length === 0
        ? {}
        : { productInputList: from.map(([product, count, store]) => ({ product, store: `http://${store}`, amount: count })) }),
      amount,
      minimum: 1,
      interval,
      ...(maximum === undefined ? {} : { maximum }),
    },
  ]),
});

export const SAMPLE: readonly ObservedShop[] = [
  observed('woodworker', { good: 'wood', amount: 10, interval: 5 }),
  observed('stoneworker', { good: 'stone', amount: 3, interval: 5 }),
  observed('ironworker', {
    good: 'iron',
    amount: 1,
    interval: 10,
    from: [
      ['stone', 3, 'stoneworker'],
      ['wood', 10, 'woodworker'],
    ],
  }),
  observed('craftsman', {
    good: 'axe',
    amount: 1,
    interval: 15,
    from: [
      ['wood', 8, 'woodworker'],
      ['iron', 4, 'ironworker'],
    ],
  }),
];

export const planOf = (...shops: readonly ObservedShop[]) => planRealm(shops).plan;
