import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { configMaps, deployments, events, services } from '../../../../kube/objects/built-in.ts';
import type { KubeObject } from '../../../../kube/objects/resource.ts';
import { startLab, type Lab } from '../../../../lab/start-lab.ts';
import { Website, website } from './website.ts';

const HELLO = { namespace: 'shop', name: 'hello' };
const CHILDREN = ['apply configmaps shop/hello', 'apply services shop/hello', 'apply deployments.apps shop/hello'];
const STATUS = 'patch websites.example.com/status shop/hello';
const HOLD = 'patch websites.example.com shop/hello';

let lab: Lab;
beforeEach(async () => {
  lab = await startLab({ kinds: [Website], workloads: 'ready' });
});
afterEach(() => lab.stop());

const create = (spec: { readonly html: string; readonly bare?: boolean } = { html: 'Hello' }) =>
  lab.put(Website, { metadata: HELLO, spec });
const site = () => lab.client.get(Website, HELLO);
const names = async () =>
  (await Promise.all([configMaps, services, deployments].map((each) => lab.client.list<KubeObject>(each, { namespace: 'shop' })))).map(
    ({ items }) => items.length,
  );

describe('an owner and its children', () => {
  it('take six writes until all is ready, none at a resync, and three after a restart', async () => {
    const operator = await lab.run(website());
    await create();
    await lab.quiet();
    expect(operator.writes()).toEqual([HOLD, ...CHILDREN, STATUS, STATUS]);
    await lab.pass('25h');
    expect(operator.writes()).toHaveLength(6);
    await operator.stop();
    const next = await lab.run(website());
    await lab.quiet();
    await lab.pass('1h');
    expect(next.writes()).toEqual(CHILDREN);
  });

  it('have an owner reference, a label, and a status that says what was seen', async () => {
    await lab.run(website());
    await create();
    await lab.quiet();
    const { metadata, status } = await site();
    expect((await lab.client.get(services, HELLO)).metadata).toMatchObject({
      labels: { 'civ8s.dev/controller': 'website' },
      ownerReferences: [{ apiVersion: 'example.com/v1', kind: 'Website', name: 'hello', uid: metadata?.uid, controller: true }],
    });
    expect(metadata?.finalizers).toEqual(['example.com/website']);
    expect(status).toEqual({
      readyReplicas: 1,
      observedGeneration: 1,
      conditions: [
        {
          type: 'Ready',
          status: 'True',
          reason: 'Available',
          message: '1 ready',
          observedGeneration: 1,
          lastTransitionTime: '2026-01-01T00:00:00Z',
        },
      ],
    });
  });

  it('change where the wish does, and nowhere else', async () => {
    const operator = await lab.run(website());
    await create();
    await lab.quiet();
    await create({ html: 'Hello, you' });
    await lab.quiet();
    expect(operator.writes().slice(6)).toEqual([CHILDREN[0], STATUS]);
  });

  it('are mended when somebody changes what was applied, and left where he adds something', async () => {
    const operator = await lab.run(website());
    await create();
    await lab.quiet();
    await lab.client.patch(configMaps, HELLO, { merge: { data: { other: 'mine' } } });
    await lab.quiet();
    expect(operator.writes()).toHaveLength(6);
    await lab.client.patch(configMaps, HELLO, { merge: { data: { 'index.html': 'broken' } } });
    await lab.quiet();
    expect((await lab.client.get(configMaps, HELLO)).data).toEqual({ 'index.html': 'Hello', other: 'mine' });
    expect((await lab.client.list(events)).items.map(({ reason }) => reason)).toEqual(['FieldConflict']);
  });

  it('are left where somebody else has a field, if the owner yields', async () => {
    const operator = await lab.run(website({ conflicts: 'yield' }));
    await create();
    await lab.quiet();
    await lab.client.patch(configMaps, HELLO, { merge: { data: { 'index.html': 'mine' } } });
    await lab.quiet();
    await lab.pass('1h');
    expect((await lab.client.get(configMaps, HELLO)).data).toEqual({ 'index.html': 'mine' });
    expect(operator.writes().filter((line) => line.includes('configmaps'))).toHaveLength(2);
  });

  it('come back when somebody deletes them', async () => {
    await lab.run(website());
    await create();
    await lab.quiet();
    await lab.client.delete(services, HELLO);
    await lab.quiet();
    expect(await names()).toEqual([1, 1, 1]);
  });

  it('are pruned when they are not wished any more, also after a restart', async () => {
    const operator = await lab.run(website());
    await create();
    await lab.quiet();
    await operator.die();
    await create({ html: 'Hello', bare: true });
    const next = await lab.run(website());
    await lab.quiet();
    expect(next.writes()).toContain('delete services shop/hello');
    expect(await names()).toEqual([1, 0, 1]);
  });

  it('do not touch what belongs to another owner', async () => {
    await lab.run(website());
    await create();
    const other = { metadata: { namespace: 'shop', name: 'other', labels: { 'civ8s.dev/controller': 'website' } } };
    await lab.client.create(configMaps, other);
    await lab.quiet();
    expect((await names())[0]).toBe(2);
  });
});

describe('a finalizer', () => {
  const deleted = async () => {
    await lab.client.delete(Website, HELLO);
    await lab.quiet();
  };

  it('keeps the object until the clean-up has resolved, and says why it has not', async () => {
    const [calls, failures]: [string[], { left: number }] = [[], { left: 3 }];
    await lab.run(
      website({
        finalize: async ({ spec }) => {
          calls.push(spec.html);
          if (failures.left-- > 0) throw new Error('the account cannot be closed');
        },
      }),
    );
    await create();
    await lab.quiet();
    await deleted();
    expect((await site()).status?.conditions).toMatchObject([
      { type: 'Ready' },
      { type: 'Finalized', status: 'False', message: 'the account cannot be closed' },
    ]);
    await lab.pass('1h');
    await expect(site()).rejects.toMatchObject({ code: 'not-found' });
    expect(calls).toEqual(['Hello', 'Hello', 'Hello', 'Hello']);
    expect(await names()).toEqual([0, 0, 0]);
  });

  it('waits until the children are gone, if they go first', async () => {
    const left: number[][] = [];
    await lab.run(website({ childrenFirst: true, finalize: async () => void left.push(await names()) }));
    await create();
    await lab.quiet();
    await deleted();
    expect(left).toEqual([[0, 0, 0]]);
    await expect(site()).rejects.toMatchObject({ code: 'not-found' });
  });

  it('leaves those of others alone', async () => {
    await lab.run(website());
    await create();
    await lab.quiet();
    await lab.client.patch(Website, HELLO, { json: [{ op: 'add', path: '/metadata/finalizers/0', value: 'example.com/other' }] });
    await lab.quiet();
    await deleted();
    expect((await site()).metadata?.finalizers).toEqual(['example.com/other']);
  });
});
