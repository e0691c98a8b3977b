import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configMaps, deployments, services } from 'civ8s/kube';
import { everyFault, startLab, type Lab } from 'civ8s/testing';
import { Website } from '../src/kind.ts';
import { website } from '../src/website.ts';

const HELLO = { namespace: 'shop', name: 'hello' };
const CHILDREN = ['apply configmaps shop/hello', 'apply services shop/hello', 'apply deployments.apps shop/hello'];
const STATUS = 'patch websites.example.com/status shop/hello';
const cluster = { kinds: [Website], workloads: 'ready' } as const;

const created = (lab: Lab) => lab.put(Website, { metadata: HELLO, spec: { html: 'Hello' } });
const pageChanges = (lab: Lab) => lab.put(Website, { metadata: HELLO, spec: { html: 'Hello, you' } });
const deleted = (lab: Lab) => lab.client.delete(Website, HELLO);

const children = async ({ client }: Lab) => [
  (await client.list(configMaps, { namespace: 'shop' })).items.map(({ data }) => data),
  (await client.list(services, { namespace: 'shop' })).items.map(({ spec }) => spec?.ports),
  (await client.list(deployments, { namespace: 'shop' })).items.map(({ spec }) => spec?.replicas),
];

test('a Website is served, and says so', async () => {
  await using lab = await startLab(cluster);
  const operator = await lab.run(website, { args: ['--image=nginx:2'] });
  await created(lab);
  await lab.quiet();
  assert.deepEqual(operator.writes(), [...CHILDREN, STATUS, STATUS]);
  const { status } = await lab.client.get(Website, HELLO);
  assert.equal(status?.readyReplicas, 1);
  assert.deepEqual(
    status?.conditions?.map(({ type, status: is, message }) => [type, is, message]),
    [['Ready', 'True', '1 ready']],
  );
});

test('nothing is written while all stays as it is; after a restart, each child once', async () => {
  await using lab = await startLab(cluster);
  const operator = await lab.run(website);
  await created(lab);
  await lab.quiet();
  const before = operator.writes().length;
  await lab.pass('25h');
  assert.equal(operator.writes().length, before);
  await operator.stop();
  const next = await lab.run(website);
  await lab.quiet();
  await lab.pass('1h');
  assert.deepEqual(next.writes(), CHILDREN);
});

test('nothing of it is left once it is deleted', async () => {
  await using lab = await startLab(cluster);
  await lab.run(website);
  await created(lab);
  await lab.quiet();
  await deleted(lab);
  await lab.quiet();
  assert.deepEqual(await children(lab), [[], [], []]);
});

test('it has no right that it does not need, but for those to prune, and to tell of conflicts', async () => {
  await using lab = await startLab(cluster);
  await lab.run(website);
  await created(lab);
  await lab.quiet();
  const seldom = ['delete configmaps', 'delete services', 'delete deployments.apps', 'create events', 'patch events'];
  assert.deepEqual(
    lab.unusedRights(),
    seldom.map((right) => `website: ${right}`),
  );
});

test('it comes to the same, whatever goes wrong', async () => {
  const { failed } = await everyFault({
    ...cluster,
    controllers: website,
    act: [created, pageChanges, deleted],
    state: async (lab) => [await children(lab), (await lab.client.list(Website)).items.map(({ status }) => status?.readyReplicas)],
  });
  assert.deepEqual(failed, []);
});
