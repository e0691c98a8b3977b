import { describe, expect, it } from '@jest/globals';
import type { StoredObject } from '../../../local/api-server/contracts/kube-object.ts';
import type { StoreChange } from '../../../local/api-server/store/store.ts';
import { undoneBy } from '../../../lab/faults/undone.ts';

const map = (value: string, metadata: object = {}): StoredObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a', ...metadata },
  data: { value },
});
const change = (previous: StoredObject | undefined, object: StoredObject, type: StoreChange['type'] = 'MODIFIED'): StoreChange => ({
  collection: 'configmaps',
  key: '/a',
  revision: 1,
  type,
  object,
  previous,
});
const created = change(undefined, map('x'), 'ADDED');
const deleted = change(map('x', { uid: '1' }), map('x'), 'DELETED');

describe('what a later step undoes', () => {
  it.each<readonly [string, readonly (readonly StoreChange[])[], readonly object[]]>([
    ['a creation, by a deletion', [[created], [], [deleted]], [{ done: 0, undone: 2 }]],
    ['a deletion, by a creation of the same content', [[deleted], [created]], [{ done: 0, undone: 1 }]],
    ['a change, by its opposite', [[change(map('x'), map('y'))], [change(map('y'), map('x'))]], [{ done: 0, undone: 1 }]],
    [
      'a creation, by a deletion that waits for a finalizer',
      [[created], [change(map('x'), map('x', { deletionTimestamp: 'now' }))]],
      [{ done: 0, undone: 1 }],
    ],
    ['nothing, by another content', [[change(map('x'), map('y'))], [change(map('y'), map('z'))]], []],
    ['nothing, of another object', [[created], [{ ...deleted, key: '/b' }]], []],
  ])('is %s', (_, deeds, pairs) => expect(undoneBy(deeds)).toEqual(pairs));
});
