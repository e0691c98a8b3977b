import { describe, expect, it } from '@jest/globals';
import { joinStores } from '../../../../controllers/runtime/caches/joined-store.ts';
import type { Pod } from '../../../../kube/objects/built-in.ts';
import { createStore } from '../../../../kube/follow/store.ts';
import { askingPod } from '../../pod-timestamp/asking-pod.ts';

const never = new AbortController().signal;
const pod = (name: string, namespace: string, version: number): Pod =>
  askingPod(name, { namespace, uid: `${namespace}-${name}`, resourceVersion: String(version), labels: { app: name } });

describe('stores of several namespaces, joined', () => {
  it('read as one', async () => {
    const indexes = { app: ({ metadata }: Pod) => [metadata?.labels?.['app'] ?? ''] };
    const [one, two] = [createStore<Pod>({ indexes }), createStore<Pod>({ indexes })];
    const joined = joinStores(
      new Map([
        ['one', one.store],
        ['two', two.store],
      ]),
    );
    one.write({ type: 'replaced', objects: [pod('a', 'one', 3), pod('b', 'one', 4)], version: '4' });
    expect([joined.synced, joined.has('4')]).toEqual([false, false]);
    two.write({ type: 'replaced', objects: [pod('a', 'two', 6)], version: '6' });
    await joined.whenSynced(never);
    const uids = (objects: Iterable<Pod>) => [...objects].map(({ metadata }) => metadata?.uid);
    expect([joined.size, uids(joined.values()), uids(joined.by('app', 'a'))]).toEqual([3, ['one-a', 'one-b', 'two-a'], ['one-a', 'two-a']]);
    expect([joined.get('two/a')?.metadata?.uid, joined.get('two/b'), joined.get('three/a')]).toEqual(['two-a', undefined, undefined]);
    expect([joined.synced, joined.has('4'), joined.has('5'), joined.version]).toEqual([true, true, false, undefined]);
    const reached = joined.whenHas('5', never);
    one.write({ type: 'progress', version: '5' });
    await reached;
    expect(joined.has('5')).toBe(true);
  });
});
