import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { StoredObject } from '../../../../local/api-server/contracts/kube-object.ts';
import { createStore } from '../../../../local/api-server/store/store.ts';

const object = (name: string, value = ''): StoredObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'n', uid: name },
  data: { value },
});

describe('the store', () => {
  it('gives each write a revision of its own, over all collections', () => {
    const store = createStore({ historyLength: 10 });
    const versions = [store.put('a', 'n/x', object('x')), store.put('b', 'n/x', object('x')), store.put('a', 'n/x', object('x', '2'))].map(
      ({ metadata }) => metadata.resourceVersion,
    );
    expect(versions).toEqual(['1', '2', '3']);
    expect(store.remove('a', 'n/x')?.metadata.resourceVersion).toBe('4');
    expect(store.remove('a', 'n/x')).toBeUndefined();
  });

  it('lists in the order of keys, by namespace', () => {
    const store = createStore({ historyLength: 10 });
    for (const key of ['b/1', 'a/2', 'a/1', 'a-b/1']) store.put('a', key, object('x'));
    expect(store.collection('a').keys('')).toEqual(['a-b/1', 'a/1', 'a/2', 'b/1']);
    expect(store.collection('a').keys('a/')).toEqual(['a/1', 'a/2']);
  });

  it('knows what was at each revision that it remembers', () => {
    const writes = fc.array(fc.tuple(fc.constantFrom('n/a', 'n/b', 'n/c'), fc.option(fc.string({ maxLength: 3 }))), { maxLength: 40 });
    fc.assert(
      fc.property(writes, (all) => {
        const store = createStore({ historyLength: 1_000 });
        const collection = store.collection('a');
        const states = new Map<number, object>([[0, {}]]);
        for (const [key, value] of all) {
          if (value === null) store.remove('a', key);
          else store.put('a', key, object(key, value));
          states.set(store.revision, Object.fromEntries(collection.keys('').map((each) => [each, collection.get(each)])));
        }
        for (const [revision, state] of states) expect(Object.fromEntries(collection.asOf(revision) ?? [])).toEqual(state);
      }),
      { numRuns: 50 },
    );
  });

  it('replays to a follower exactly what happened after its place, and then what happens', async () => {
    const store = createStore({ historyLength: 10 });
    const collection = store.collection('a');
    store.put('a', 'n/a', object('a'));
    store.put('a', 'n/b', object('b'));
    const stop = new AbortController();
    const seen: string[] = [];
    const following = (async () => {
      for await (const { type, key } of collection.follow(collection.log.placeAfter(1) ?? 0, stop.signal)) {
        seen.push(`${type} ${key}`);
        if (seen.length === 3) stop.abort();
      }
    })();
    store.put('a', 'n/b', object('b', '2'));
    store.remove('a', 'n/a');
    await following;
    expect(seen).toEqual(['ADDED n/b', 'MODIFIED n/b', 'DELETED n/a']);
  });

  it('leaves a follower behind who is too slow', async () => {
    const store = createStore({ historyLength: 10 });
    const collection = store.collection('a');
    store.put('a', 'n/a', object('a'));
    const reader = collection.follow(collection.log.placeAfter(0) ?? 0, new AbortController().signal);
    await reader.next();
    for (let turn = 0; turn < 30; turn += 1) store.put('a', 'n/a', object('a', String(turn)));
    await expect(reader.next()).resolves.toEqual({ done: true, value: 'forgotten' });
    expect(collection.log.placeAfter(1)).toBeUndefined();
    expect(collection.asOf(1)).toBeUndefined();
  });

  it('refuses to go back to what it has forgotten', () => {
    const store = createStore({ historyLength: 1 });
    for (let turn = 0; turn < 10; turn += 1) store.put('a', 'n/a', object('a', String(turn)));
    expect(() => store.rewind(2)).toThrow('the state of revision 2 of a is forgotten: ask for a later one, or keep a longer history');
  });
});
