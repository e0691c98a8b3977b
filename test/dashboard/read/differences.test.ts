import { describe, expect, it } from '@jest/globals';
import { afterChange, shownRealm } from '../../../dashboard/page/live/shown-realm.ts';
import { shopChange } from '../../../dashboard/read/differences.ts';
import type { PodPicture, ShopPicture } from '../../../dashboard/wire/shop.ts';
import { shopOf } from '../page/shop.ts';

const at = '2026-01-02T12:00:00.000Z';
const pod = (name: string, unlike: Partial<PodPicture> = {}): PodPicture => ({
  name,
  ready: true,
  phase: 'Running',
  restarts: 0,
  since: at,
  stock: [{ good: 'wood', count: 1 }],
  waits: '',
  trouble: '',
  ...unlike,
});
const wood = (...pods: readonly PodPicture[]): ShopPicture => shopOf('one/wood', { pods });
/** The shop as a page has it that had the first and was told how the second differs. */
function shownAfter(before: ShopPicture, now: ShopPicture): ShopPicture | undefined {
  const change = shopChange(before, now);
  const empty = { version: 1, build: 'b', at, sources: [], kingdoms: [], trades: null, troubles: 0, goods: [], causes: [] } as const;
  const realm = shownRealm({ ...empty, seq: 1, shops: [before] });
  return afterChange(realm, { seq: 2, at, shops: change === undefined ? [] : [change] })?.shops.get(now.key);
}

describe('how a shop differs', () => {
  it('is nothing where it does not', () => expect(shopChange(wood(pod('a')), wood(pod('a')))).toBeUndefined());

  it('is what differs of the pods that it had', () => {
    const sold = pod('b', { stock: [{ good: 'wood', count: 0 }], waits: 'for an axe' });
    expect(shopChange(wood(pod('a'), pod('b')), wood(pod('a'), sold))).toEqual({
      key: 'one/wood',
      podChanges: [{ name: 'b', stock: [{ good: 'wood', count: 0 }], waits: 'for an axe' }],
    });
  });

  it.each([
    ['another', [pod('a'), pod('c')]],
    ['one more', [pod('a'), pod('b'), pod('c')]],
    ['one less', [pod('a')]],
    ['none', []],
    ['the same in another order', [pod('b'), pod('a')]],
  ])('is all of its pods where there is %s', (_, pods) =>
    expect(shopChange(wood(pod('a'), pod('b')), wood(...pods))).toEqual({ key: 'one/wood', pods }),
  );

  it.each([
    ['a pod that sold', [pod('a', { stock: [] }), pod('b')]],
    ['every pod', [pod('a', { ready: false }), pod('b', { trouble: 'OOMKilled', restarts: 1 })]],
    ['a new pod', [pod('b'), pod('c')]],
    ['no pod at all', []],
    ['nothing', [pod('a'), pod('b')]],
  ])('makes of what a page had what it is: %s', (_, pods) => {
    const now = { ...wood(...pods), ready: pods.length };
    expect(shownAfter({ ...wood(pod('a'), pod('b')), ready: 2 }, now)).toEqual(now);
  });
});
