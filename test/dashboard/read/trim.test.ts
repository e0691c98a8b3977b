import { describe, expect, it } from '@jest/globals';
import { trimPod } from '../../../dashboard/read/trim.ts';
import { podOf } from './cluster-facts.ts';

describe('a pod as it is kept', () => {
  const { metadata, status } = podOf('wood', { goods: { wood: 12 } });
  const kept = trimPod({
    metadata: { ...metadata, uid: 'u', resourceVersion: '7', annotations: { ...metadata?.annotations, 'other.example.com/secret': 'x' } },
    spec: { containers: [{ name: 'wood', env: [{ name: 'PASSWORD', value: 'x' }] }] },
    status: { ...status, podIP: '10.0.0.1' },
  });

  it('has what is shown of it, where it is asked, and whose it is', () =>
    expect(kept).toMatchObject({
      metadata: { name: 'wood-1', namespace: 'one', uid: 'u', resourceVersion: '7', labels: { shop: 'wood', town: 'town' } },
      picture: { name: 'wood-1', ready: true, stock: [{ good: 'wood', count: 12 }] },
      address: { namespace: 'one', name: 'wood-1', ip: '10.0.0.1', port: 8_080 },
    }));

  it('has nothing else: what that was made of is let go', () => {
    expect(Object.keys(kept).sort()).toEqual(['address', 'metadata', 'picture']);
    expect(kept.metadata?.annotations).toBeUndefined();
  });

  it('is asked for nothing while it does not run, though the phase of who starts again and again is Running', () =>
    expect(trimPod(podOf('wood', { ready: false, waiting: 'CrashLoopBackOff' }))).toMatchObject({
      picture: { phase: 'Running', trouble: 'CrashLoopBackOff' },
      address: undefined,
    }));
});
