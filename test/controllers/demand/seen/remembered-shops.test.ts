import { describe, expect, it } from '@jest/globals';
import { createRememberedShops } from '../../../../controllers/demand/seen/remembered-shops.ts';
import type { Pod } from '../../../../kube/objects/built-in.ts';
import { shopDeployment } from '../cluster-of-shops.ts';

const PLACE = { namespace: 'one', name: 'woodworker', town: 'town' };
const running = (name: string): Pod => ({ metadata: { name }, status: { phase: 'Running' } });

describe('a shop that is looked at again and again', () => {
  it('is the same object until something of it changes: its Deployment, its directions, or one of its pods', () => {
    const shopOf = createRememberedShops();
    const [deployment, first, second] = [shopDeployment(PLACE, 1), running('first'), running('second')];
    const shop = shopOf(deployment, 'its directions', [first]);
    expect(shop).toMatchObject({ shop: 'woodworker', directions: 'its directions', replicas: 1, pods: [{ leaving: false }] });
    expect(shopOf(deployment, 'its directions', [first])).toBe(shop);
    expect(shopOf(deployment, 'others', [first])).toMatchObject({ directions: 'others' });
    expect(shopOf(deployment, 'others', [first, second])?.pods).toHaveLength(2);
    const leaving = { ...second, metadata: { ...second.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } };
    expect(shopOf(deployment, 'others', [first, leaving])?.pods).toMatchObject([{ leaving: false }, { leaving: true }]);
    expect(shopOf(shopDeployment(PLACE, 2), 'others', [first, leaving])).toMatchObject({ replicas: 2 });
  });

  it('is none as long as nobody knows what it makes', () => {
    const shopOf = createRememberedShops();
    const deployment = shopDeployment(PLACE, 1);
    expect([shopOf(deployment, undefined, []), shopOf(deployment, undefined, [])]).toEqual([undefined, undefined]);
    expect(shopOf(deployment, 'its directions', [])).toMatchObject({ shop: 'woodworker' });
  });
});
