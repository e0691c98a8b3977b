import { describe, expect, it } from '@jest/globals';
import type { StoredObject } from '../../../../local/api-server/contracts/kube-object.ts';
import { createChangeLog } from '../../../../local/api-server/store/change-log.ts';

const change = (revision: number, text: string) => {
  const object: StoredObject = { kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'c' }, data: { text } };
  return { type: 'MODIFIED' as const, revision, key: '/c', object };
};

describe('the log of changes', () => {
  it('keeps no more text than it may, and the newest changes of all', () => {
    const log = createChangeLog(10_000, 10_000);
    for (let revision = 1; revision <= 100; revision += 1) log.append(change(revision, 'x'.repeat(1_000)));
    expect(log.backTo(0)).toBeUndefined();
    expect(log.backTo(97)?.map(({ revision }) => revision)).toEqual([100, 99, 98]);
    expect(log.backTo(80)).toBeUndefined();
  });

  it('keeps as many small changes as it may', () => {
    const log = createChangeLog(100, 1_000_000);
    for (let revision = 1; revision <= 100; revision += 1) log.append(change(revision, ''));
    expect(log.backTo(0)).toHaveLength(100);
  });
});
