import { describe, expect, it } from '@jest/globals';
import { merge } from '../../../../controllers/resource-events/outbox/merge.ts';
import type { ResourceChange } from '../../../../events/resource-change.ts';
import { shown } from '../objects.ts';
import { changeOf } from './changes.ts';

const merged = (first: ResourceChange, second: ResourceChange, unheard = true) => {
  const change = merge(first, second, unheard);
  return change === undefined ? undefined : shown(change);
};
const created = changeOf('created', 'u', 1, { now: 'A' });
const listed = changeOf('listed', 'u', 1, { now: 'A' });
const toB = changeOf('updated', 'u', 2, { then: 'A', now: 'B', changed: ['/a', '/b'] });
const toC = changeOf('updated', 'u', 3, { then: 'B', now: 'C', changed: ['/b', '/c'] });
const deleted = changeOf('deleted', 'u', 4, { then: 'C' });

describe('two changes of an object become one', () => {
  it('update and update: from the first state to the last', () =>
    expect(merged(toB, toC)).toEqual({ ...shown(toC), then: 'A', changed: ['/a', '/b', '/c'], merged: 1 }));

  it.each([created, listed])('$type and update: that, with the later object', (first) =>
    expect(merged(first, toB)).toEqual({ ...shown(changeOf(first.type, 'u', 2, { now: 'B' })), merged: 1 }),
  );

  it('update and deletion: the deletion', () => expect(merged(toC, deleted)).toEqual({ ...shown(deleted), merged: 1 }));

  it.each([created, listed])('$type and deletion: nothing', (first) => expect(merged(first, deleted)).toBeUndefined());

  it('creation and deletion, where somebody may have heard of the first: the deletion', () =>
    expect(merged(created, deleted, false)).toEqual({ ...shown(deleted), merged: 1 }));

  it('deletion and creation, of what stopped to match and matches again: an update', () =>
    expect(merged(deleted, changeOf('created', 'u', 6, { now: 'D' }))).toMatchObject({
      type: 'updated',
      id: changeOf('updated', 'u', 6).id,
      then: 'C',
      now: 'D',
    }));

  it('anything and a listed object: what is listed', () =>
    expect(merged(toB, changeOf('listed', 'u', 6, { now: 'D' }))).toMatchObject({ type: 'listed', now: 'D', merged: 1 }));

  it('gap and gap: the later one', () =>
    expect(merged(changeOf('gap', 'apps/deployments', 1), changeOf('gap', 'apps/deployments', 2))).toMatchObject({
      type: 'gap',
      object: { resourceVersion: '2' },
    }));

  it('counts all that was left out, and tells at most a hundred pointers', () => {
    const many = (from: number) => Array.from({ length: 80 }, (_, index) => `/${from + index}`);
    const [one, two] = [changeOf('updated', 'u', 2, { changed: many(0) }), changeOf('updated', 'u', 3, { changed: many(50) })];
    expect(merged({ ...one, merged: 2 }, { ...two, merged: 3 })).toMatchObject({ merged: 6, changed: { length: 100 } });
  });
});
