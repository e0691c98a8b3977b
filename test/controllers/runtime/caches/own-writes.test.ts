import { describe, expect, it } from '@jest/globals';
import { createOwnWrites } from '../../../../controllers/runtime/caches/own-writes.ts';
import { pods, type Pod } from '../../../../kube/objects/built-in.ts';
import { metadataOf } from '../../../../kube/objects/resource.ts';
import { createStore } from '../../../../kube/follow/store.ts';
import { createVirtualClock } from '../../../ground/time/virtual-clock.ts';
import { askingPod } from '../../pod-timestamp/asking-pod.ts';

const pod = (version: number, unlike: Partial<Pod['metadata']> = {}): Pod =>
  askingPod('a', { uid: 'u', resourceVersion: String(version), ...unlike });

function writes() {
  const clock = createVirtualClock();
  const { store, write } = createStore<Pod>();
  write({ type: 'replaced', objects: [pod(5)], version: '5' });
  return {
    clock,
    write,
    ...createOwnWrites((resource, { namespace }) => (resource.plural === 'pods' && namespace === 'default' ? [store] : []), clock),
  };
}

describe('own writes', () => {
  it('are waited for, by those keys that made them', () => {
    const { wrote, seen, write } = writes();
    wrote('key', metadataOf(pods), pod(7));
    expect([seen('key'), seen('other')]).toEqual([false, true]);
    write({ type: 'applied', object: pod(6) });
    expect(seen('key')).toBe(false);
    write({ type: 'applied', object: pod(7) });
    expect(seen('key')).toBe(true);
  });

  it('are seen by a later version of anything in the collection, and by a bookmark', () => {
    const { wrote, seen, write } = writes();
    wrote('key', pods, pod(7));
    write({ type: 'progress', version: '9' });
    expect(seen('key')).toBe(true);
  });

  it('that changed nothing, or what is not followed, are not waited for', () => {
    const { wrote, seen } = writes();
    wrote('key', pods, pod(5));
    wrote('key', pods, pod(9, { namespace: 'elsewhere' }));
    expect(seen('key')).toBe(true);
  });

  it('are waited for one and all', () => {
    const { wrote, seen, write } = writes();
    wrote('key', pods, pod(7));
    wrote('key', pods, pod(8));
    write({ type: 'progress', version: '7' });
    expect(seen('key')).toBe(false);
    write({ type: 'progress', version: '8' });
    expect(seen('key')).toBe(true);
  });

  it.each([
    ['is gone', { type: 'deleted' as const, object: pod(8) }],
    ['is going', { type: 'applied' as const, object: pod(8, { deletionTimestamp: '2026-11-21T10:07:28Z' }) }],
    ['has a successor', { type: 'applied' as const, object: pod(8, { uid: 'v' }) }],
  ])('that delete are seen when the object %s', (_, change) => {
    const { deleted, seen, write } = writes();
    deleted('key', pods, { namespace: 'default', name: 'a' });
    write({ type: 'progress', version: '9' });
    expect(seen('key')).toBe(false);
    write(change);
    expect(seen('key')).toBe(true);
  });

  it('are waited for five minutes at most', async () => {
    const { wrote, seen, clock } = writes();
    wrote('key', pods, pod(7));
    await clock.advance(300_000);
    expect(seen('key')).toBe(false);
    await clock.advance(1);
    expect(seen('key')).toBe(true);
  });
});
