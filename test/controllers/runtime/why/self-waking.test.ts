import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Controller, Reconcile } from '../../../../controllers/runtime/definition.ts';
import { configMaps, type ConfigMap } from '../../../../kube/objects/built-in.ts';
import { keyOf, nameOfKey } from '../../../../kube/objects/resource.ts';
import type { Store } from '../../../../kube/follow/store.ts';
import type { LabProcess } from '../../../../lab/lab-process.ts';
import { startLab, type Lab } from '../../../../lab/start-lab.ts';

const A = { namespace: 'shop', name: 'a' };

let lab: Lab;
beforeEach(async () => {
  lab = await startLab({ quietWithinMs: 25_000 });
});
afterEach(() => lab.stop());

const counting = (reconcile: (maps: Store<ConfigMap>) => Reconcile): Controller => ({
  name: 'counting',
  summary: 'counts',
  flags: {},
  rights: () => [{ verbs: ['patch'], resource: configMaps, without: 'nothing is counted' }],
  setUp: ({ follow }) => reconcile(follow(configMaps, { keys: ({ object }) => [keyOf(object)] })),
});
const change = (data: Readonly<Record<string, string>>) => lab.put(configMaps, { metadata: A, data });
const warnings = ({ logs }: LabProcess) =>
  logs.filter(({ level }) => level === 'warn').map(({ key, wrote, message }) => ({ key, wrote, message }));

describe('a key that wakes itself', () => {
  it('is told once, with what it wrote last', async () => {
    await change({ count: '0' });
    let count = 0;
    const restless = await lab.run(
      counting(() => async (key, { client }) => {
        count += 1;
        await client.patch(configMaps, nameOfKey(key), { merge: { data: { count: String(count) } } });
        return 'on-change';
      }),
    );
    await expect(lab.quiet()).rejects.toThrow('it wakes itself');
    expect(warnings(restless)).toEqual([
      {
        key: 'shop/a',
        wrote: 'configmaps shop/a',
        message: 'this key wakes itself: each turn writes something that differs from what the turn before wrote',
      },
    ]);
  });

  it('is told where two keys wake each other', async () => {
    for (const name of ['a', 'b']) await lab.put(configMaps, { metadata: { namespace: 'shop', name }, data: {} });
    let count = 0;
    const restless = await lab.run(
      counting(() => async (key, { client }) => {
        count += 1;
        const other = key === 'shop/a' ? 'b' : 'a';
        // Each looks at its own object alone, and changes the other's.
        await client.patch(configMaps, { namespace: 'shop', name: other }, { merge: { data: { count: String(count) } } });
        return 'on-change';
      }),
    );
    await expect(lab.quiet()).rejects.toThrow('200 turns');
    const [first] = warnings(restless);
    expect(first?.message).toBe('these keys wake each other: each turn of one writes something that the other is woken by');
    expect([first?.key, first?.wrote]).toEqual(first?.key === 'shop/a' ? ['shop/a', 'configmaps shop/a'] : ['shop/b', 'configmaps shop/b']);
    expect(warnings(restless).length).toBeLessThanOrEqual(2);
  });

  it('is not one of many that change one after the other, the first of which somebody else has changed', async () => {
    const names = Array.from({ length: 40 }, (_, at) => `link-${at}`);
    for (const name of names) await lab.put(configMaps, { metadata: { namespace: 'shop', name }, data: { value: '0' } });
    const row = await lab.run(
      counting((maps) => async (key, { client }) => {
        const at = Number(key.split('-').pop());
        const value = maps.get(key)?.data?.['value'] ?? '';
        const next = names[at + 1];
        if (next !== undefined && at < 15 && maps.get(`shop/${next}`)?.data?.['value'] !== value)
          await client.patch(configMaps, { namespace: 'shop', name: next }, { merge: { data: { value } } });
        return 'on-change';
      }),
    );
    for (let value = 1; value <= 3; value++) {
      await lab.put(configMaps, { metadata: { namespace: 'shop', name: 'link-0' }, data: { value: String(value) } });
      await lab.quiet();
    }
    expect(row.writes()).toHaveLength(45);
    expect(warnings(row)).toEqual([]);
  });

  it('is not one that writes once for each change that somebody else makes', async () => {
    await change({ wanted: '0' });
    const mirror = await lab.run(
      counting((maps) => async (key, { client }) => {
        const { wanted = '', done } = maps.get(key)?.data ?? {};
        if (wanted !== done) await client.patch(configMaps, nameOfKey(key), { merge: { data: { done: wanted } } });
        return 'on-change';
      }),
    );
    for (let wanted = 1; wanted <= 50; wanted++) {
      await change({ wanted: String(wanted) });
      await lab.quiet();
    }
    expect(mirror.writes().length).toBeGreaterThanOrEqual(50);
    expect(warnings(mirror)).toEqual([]);
  });

  it('is not one that waits between its writes, as a count of minutes does', async () => {
    await change({ count: '0' });
    const patient = await lab.run(
      counting((maps) => async (key, { client }) => {
        const count = Number(maps.get(key)?.data?.['count']);
        if (lab.now() < count * 60_000) return { afterMs: count * 60_000 - lab.now() };
        await client.patch(configMaps, nameOfKey(key), { merge: { data: { count: String(count + 1) } } });
        return 'on-change';
      }),
    );
    await lab.pass('1h');
    expect(patient.writes().length).toBeGreaterThanOrEqual(60);
    expect(warnings(patient)).toEqual([]);
  });
});
