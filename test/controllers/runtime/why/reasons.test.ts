import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Controller, Parts, Reconcile } from '../../../../controllers/runtime/definition.ts';
import { configMaps, deployments, services, type ConfigMap } from '../../../../kube/objects/built-in.ts';
import type { Merged } from '../../../../kube/objects/merged.ts';
import type { Store } from '../../../../kube/follow/store.ts';
import { keyOf, nameOfKey } from '../../../../kube/objects/resource.ts';
import type { LabProcess } from '../../../../lab/lab-process.ts';
import { startLab, type Lab } from '../../../../lab/start-lab.ts';
import { until } from '../../../until.ts';
import { Website, website } from '../owning/website.ts';

const A = { namespace: 'shop', name: 'a' };
/** Of a process that begins when the object is there. */
const BEGINNING = ['it is in the first list', 'this process has begun to lead'];
const PORTS = [
  { name: 'http', port: 80 },
  { name: 'admin', port: 81 },
];

let lab: Lab;
beforeEach(async () => {
  lab = await startLab({ kinds: [Website], workloads: 'ready' });
});
afterEach(() => lab.stop());

/** A controller that follows ConfigMaps and Services, each by its name. */
const following = (reconcile: (parts: Parts) => Reconcile = () => async () => 'on-change'): Controller => ({
  name: 'following',
  summary: 'follows',
  flags: {},
  rights: () => [{ verbs: ['patch', 'delete'], resource: configMaps, without: 'nothing is changed' }],
  setUp(parts) {
    for (const each of [configMaps, services]) parts.follow(each, { keys: ({ object }) => [keyOf(object)] });
    return reconcile(parts);
  },
});
const put = (data: Readonly<Record<string, string>>, name = 'a') => lab.put(configMaps, { metadata: { namespace: 'shop', name }, data });
const patch = (merge: Merged<ConfigMap>) => lab.client.patch(configMaps, A, { merge });

/** What a page says of each turn, the last one first. */
const turnsOf = (process: LabProcess, key = 'shop/a') =>
  (process.why(key) ?? '')
    .split('\n\n')
    .slice(1)
    .map((look) => [...look.matchAll(/^ {2}because {2}(.*)$/gm)].map(([, reason]) => reason));
const wroteOf = (process: LabProcess, key = 'shop/a') =>
  [...(process.why(key) ?? '').matchAll(/^ {2}wrote {4}(.*)$/gm)].map(([, write]) => write);

describe('the reason of a turn', () => {
  it('is the field that somebody else has changed', async () => {
    await put({ wanted: '1' });
    const process = await lab.run(following());
    await lab.quiet();
    await put({ wanted: '2' });
    await lab.quiet();
    expect(turnsOf(process)).toEqual([['configmaps shop/a: data.wanted, by somebody else'], BEGINNING]);
  });

  it.each([
    ['an annotation', { metadata: { annotations: { 'example.com/by': 'me' } } }, 'metadata.annotations'],
    ['a label beside others', { metadata: { labels: { other: '2' } } }, 'metadata.labels.other'],
    ['a field that goes', { data: { 'index.html': null } }, 'data["index.html"]'],
    ['several fields', { data: { wanted: '2', more: '1' } }, 'data.wanted, data.more'],
    ['more than a few', { data: { b: '', c: '', d: '', e: '', f: '' } }, 'data.b, data.c, data.d, data.e and more'],
    ['a finalizer', { metadata: { finalizers: ['example.com/hold'] } }, 'metadata.finalizers'],
  ])('names %s', async (_, merge, fields) => {
    await lab.put(configMaps, { metadata: { ...A, labels: { mine: '1' } }, data: { wanted: '1', 'index.html': '' } });
    const process = await lab.run(following());
    await lab.quiet();
    await patch(merge);
    await lab.quiet();
    expect(turnsOf(process)[0]).toEqual([`configmaps shop/a: ${fields}, by somebody else`]);
  });

  it('names the item of a list', async () => {
    await lab.put(services, { metadata: A, spec: { ports: PORTS } });
    const process = await lab.run(following());
    await lab.quiet();
    await lab.put(services, {
      metadata: A,
      spec: {
        ports: [
          { name: 'http', port: 80 },
          { name: 'admin', port: 82 },
        ],
      },
    });
    await lab.quiet();
    expect(turnsOf(process)[0]).toEqual(['services shop/a: spec.ports[1].port, spec.ports[1].targetPort, by somebody else']);
  });

  it('is what the turn before has written', async () => {
    await put({ wanted: '1' });
    const process = await lab.run(
      following(() => async (key, { client }) => {
        await client.patch(configMaps, nameOfKey(key), { merge: { data: { done: '1' } } });
        return 'on-change';
      }),
    );
    await lab.quiet();
    expect(turnsOf(process)).toEqual([['configmaps shop/a: data.done, by its own write'], BEGINNING]);
    expect(wroteOf(process)).toEqual([
      'patch configmaps shop/a: changed in nothing that is kept of it',
      'patch configmaps shop/a: data.done',
    ]);
  });

  it('is what was written for another key', async () => {
    for (const name of ['a', 'b']) await put({ wanted: '1' }, name);
    const process = await lab.run(
      following(() => async (key, { client }) => {
        if (key === 'shop/b') await client.patch(configMaps, A, { merge: { data: { done: '1' } } });
        return 'on-change';
      }),
    );
    await lab.quiet();
    expect(turnsOf(process)[0]).toEqual(['configmaps shop/a: data.done, by what was written for shop/b']);
  });

  it('is an object that comes, and goes by the own hand', async () => {
    const process = await lab.run(
      following(() => async (key, { client }) => {
        const name = nameOfKey(key);
        const map = (await client.list(configMaps, { namespace: 'shop' })).items.find((each) => keyOf(each) === key);
        if (map?.data?.['short'] === 'lived') await client.delete(configMaps, name);
        return 'on-change';
      }),
    );
    await lab.quiet();
    await put({ short: 'lived' });
    await lab.quiet();
    expect(turnsOf(process)).toEqual([['configmaps shop/a: deleted, by its own write'], ['configmaps shop/a: added, by somebody else']]);
    expect(wroteOf(process)).toEqual(['delete configmaps shop/a']);
  });

  it('is a resync, a failure, the time that was asked for, or a word of the controller', async () => {
    await put({});
    let turn = 0;
    let wake = (): void => {};
    const process = await lab.run(
      following((parts) => {
        wake = () => parts.wake('shop/a');
        return async (key) => {
          if (key === 'shop/a') turn += 1;
          if (turn === 1 && key === 'shop/a') throw new Error('not yet');
          return turn === 2 && key === 'shop/a' ? { afterMs: 1_000 } : 'on-change';
        };
      }),
    );
    await lab.pass('1m');
    wake();
    await lab.pass('12h');
    expect(turnsOf(process)).toEqual([
      ['a resync'],
      ['the controller wakes it'],
      ['it asked for this turn: { afterMs: 1000 }'],
      ['it is tried again after a failure'],
      BEGINNING,
    ]);
    expect(process.why('shop/a')).toContain('  failed   not yet');
  });

  it('is all that came while it was in work, but for those beyond the first eight', async () => {
    await put({ wanted: '0' });
    const [begun, held] = [Promise.withResolvers<void>(), Promise.withResolvers<'on-change'>()];
    let maps: Store<ConfigMap> | undefined;
    const process = await lab.run({
      ...following(),
      setUp({ follow }) {
        maps = follow(configMaps, { keys: ({ object }) => [keyOf(object)] });
        return async () => {
          begun.resolve();
          return held.promise;
        };
      },
    });
    await begun.promise;
    let version = '';
    for (let at = 1; at <= 10; at++) version = (await patch({ data: { [`field-${at}`]: '' } })).metadata?.resourceVersion ?? '';
    await maps?.whenHas(version, AbortSignal.timeout(10_000));
    held.resolve('on-change');
    await lab.quiet();
    const [last] = turnsOf(process);
    expect(last?.slice(0, 1)).toEqual(['configmaps shop/a: data.field-1, by somebody else']);
    expect(last?.slice(8)).toEqual(['2 more']);
  });

  it('is a field of the owner, or of a child', async () => {
    const process = await lab.run(website());
    await lab.put(Website, { metadata: A, spec: { html: 'Hello' } });
    await lab.quiet();
    await lab.put(Website, { metadata: A, spec: { html: 'Hello, you' } });
    await lab.quiet();
    const reasons = turnsOf(process).flat();
    expect(reasons).toContain('websites.example.com shop/a: spec.html, by somebody else');
    expect(reasons).toContain('configmaps shop/a: data["index.html"], by its own write');
    expect(reasons.filter((reason) => reason?.startsWith('deployments.apps shop/a: status'))).toHaveLength(1);
    expect(wroteOf(process)).toContain('apply configmaps shop/a: data["index.html"]');
  });

  it('is kept over a turn that came too early to be had', async () => {
    await put({ wanted: '1' });
    const event = Promise.withResolvers<{ readonly do: 'pass' }>();
    lab.faults.inject({ at: 'event', resource: 'configmaps', event: 'MODIFIED' }, () => event.promise, { times: 1 });
    let wake = (): void => {};
    const wrote = Promise.withResolvers<void>();
    const process = await lab.run(
      following((parts) => {
        wake = () => parts.wake('shop/a');
        return async (key, { client }) => {
          await client.patch(configMaps, nameOfKey(key), { merge: { data: { done: 'yes' } } });
          wrote.resolve();
          return 'on-change';
        };
      }),
    );
    await wrote.promise;
    wake();
    await until('a turn that came too early', async () => /^stale_sync_skips_total\S* [1-9]/m.test(await process.metrics()));
    event.resolve({ do: 'pass' });
    await lab.quiet();
    const both = ['the controller wakes it', 'configmaps shop/a: data.done, by its own write'];
    expect(turnsOf(process)).toContainEqual(expect.arrayContaining(both));
  });
});

describe('a list of keys', () => {
  it('has the last look at each, the latest first', async () => {
    for (const name of ['a', 'b']) await put({}, name);
    const process = await lab.run(following());
    await lab.quiet();
    await lab.pass('1m');
    await put({ wanted: '1' });
    await lab.quiet();
    expect(process.why()?.replaceAll(/[\d.]+ ms|^.* default\/.*\n/gm, (found) => (found.endsWith('ms') ? '0 ms' : ''))).toBe(
      'following shop/a  2026-01-01T00:01:00.000Z  success, 0 ms\nfollowing shop/b  2026-01-01T00:00:00.000Z  success, 0 ms\n',
    );
    expect(process.why('shop/c')).toBeUndefined();
  });
});

describe('a deployment that gets ready', () => {
  it('names the status that has changed', async () => {
    const process = await lab.run({
      ...following(),
      setUp({ follow }) {
        follow(deployments, { keys: ({ object }) => [keyOf(object)] });
        return async () => 'on-change';
      },
    });
    await lab.quiet();
    const template = { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'a', image: 'nginx' }] } };
    await lab.put(deployments, { metadata: A, spec: { selector: { matchLabels: { app: 'a' } }, template } });
    await lab.quiet();
    expect(turnsOf(process).flat().join()).toContain('deployments.apps shop/a: status');
  });
});
