import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configMaps, deployments, services } from 'civ8s/kube';
import { everyFault, startLab, type Lab } from 'civ8s/testing';
import definition from '../crds/website.json' with { type: 'json' };
import { websites } from '../src/kind.ts';
import { website } from '../src/website.ts';

const HELLO = { namespace: 'shop', name: 'hello' };
const cluster = { definitions: [definition], workloads: 'ready' } as const;

const created = (lab: Lab) => lab.put(websites, { metadata: HELLO, spec: { html: 'Hello' } });
const pageChanges = (lab: Lab) => lab.put(websites, { metadata: HELLO, spec: { html: 'Hello, you' } });
const deleted = (lab: Lab) => lab.client.delete(websites, HELLO);

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
  assert.deepEqual(operator.writes(), [
    'apply configmaps shop/hello',
    'apply services shop/hello',
    'apply deployments.apps shop/hello',
    'patch websites.example.com/status shop/hello',
    'patch websites.example.com/status shop/hello',
  ]);
  assert.deepEqual((await lab.client.get(websites, HELLO)).status, { readyReplicas: 1 });
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

test('it comes to the same, whatever goes wrong', async () => {
  const { failed } = await everyFault({
    ...cluster,
    controllers: website,
    act: [created, pageChanges, deleted],
    state: async (lab) => [await children(lab), (await lab.client.list(websites)).items.map(({ status }) => status)],
  });
  assert.deepEqual(failed, []);
});
