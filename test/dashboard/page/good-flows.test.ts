import { describe, expect, it } from '@jest/globals';
import { goodFlows } from '../../../dashboard/page/views/good-flows.ts';
import type { MakePicture } from '../../../dashboard/wire/shop.ts';
import { buyOf, shopOf } from './shop.ts';

const make = (good: string, unlike: Partial<MakePicture> = {}): MakePicture => ({
  good,
  full: 1,
  plan: 1,
  now: null,
  limit: '',
  ...unlike,
});
const shops = [
  shopOf('one/iron', { makes: [make('iron', { plan: 0.5 })], buys: [buyOf('wood', 'one/wood')] }),
  shopOf('two/iron', { makes: [make('iron', { now: 0.2 })] }),
  shopOf('three/iron', { makes: [make('iron', { now: 1 })] }),
  shopOf('one/axe', { makes: [make('axe')], buys: [buyOf('iron', 'one/iron', { now: 0.9 }), buyOf('wood', 'one/wood')] }),
  shopOf('two/axe', { makes: [make('axe')], buys: [buyOf('iron', 'http://elsewhere', { known: false, plan: 0.1 })] }),
];

describe('who makes a good and who buys it', () => {
  it('are its makers, those first that fall most short of what they could make', () =>
    expect(goodFlows(shops, 'iron').makers.map(({ shop }) => shop)).toEqual(['two/iron', 'one/iron', 'three/iron']));

  it('are its buyers, each with whom it buys of, those first that get most too little', () =>
    expect(goodFlows(shops, 'iron').buyers.map(({ shop, from, known }) => [shop, from, known])).toEqual([
      ['two/axe', 'http://elsewhere', false],
      ['one/axe', 'one/iron', true],
    ]));

  it('are nobody for a good that there is not', () => expect(goodFlows(shops, 'gold')).toEqual({ makers: [], buyers: [] }));
});
