import type { BuyPicture, ShopPicture } from '../../../dashboard/wire/shop.ts';

/** A shop as the server tells of it: only what matters to a test is named. */
export const shopOf = (key: string, unlike: Partial<ShopPicture> = {}): ShopPicture => {
  const [kingdom = '', shop = ''] = key.split('/');
  return {
    key,
    kingdom,
    town: 'town',
    shop,
    type: shop,
    state: 'full',
    since: '2026-01-02T12:00:00.000Z',
    by: 'cluster',
    says: '',
    replicas: 1,
    ready: 1,
    stock: [],
    makes: [],
    buys: [],
    waits: [],
    why: [],
    holdsUp: 0,
    measured: { workers: 1, answering: 0, window: 0, readyAt: '' },
    pods: [],
    ...unlike,
  };
};

export const buyOf = (good: string, from: string, unlike: Partial<BuyPicture> = {}): BuyPicture => ({
  good,
  from,
  known: true,
  limits: false,
  could: 1,
  plan: 1,
  now: null,
  ...unlike,
});
