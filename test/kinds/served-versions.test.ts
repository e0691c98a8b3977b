import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Controller } from '../../controllers/runtime/definition.ts';
import { configMaps, customResourceDefinitions, namespaces } from '../../kube/objects/built-in.ts';
import { manifest } from '../../kube/objects/manifest.ts';
import { startLab, type Lab } from '../../lab/start-lab.ts';
import { until } from '../until.ts';
import { Page, PageV2 } from './pages.ts';

const HELLO = { namespace: 'shop', name: 'hello' };

/** Keeps the title of each page in a ConfigMap. */
const printer: Controller = {
  name: 'printer',
  summary: 'prints pages',
  flags: {},
  webhooks: { convert: Page.conversions },
  setUp: ({ owns }) =>
    owns(Page, [configMaps], async ({ metadata, spec }, turn) => {
      await turn.children([manifest(configMaps, { metadata: { name: metadata?.name ?? '' }, data: { title: spec.title } })]);
      turn.status({ words: spec.lines.join(' ').split(' ').length });
      return 'on-change';
    }),
};

let lab: Lab;
beforeEach(async () => {
  lab = await startLab({ kinds: [Page] });
  await lab.run(printer);
  await lab.quiet();
});
afterEach(() => lab.stop());

const write = async () => {
  await lab.put(PageV2, { metadata: HELLO, spec: { title: 'Hello', body: 'one\ntwo' } });
  await lab.quiet();
};
const pages = async () => (await lab.client.list(Page, { namespace: 'shop' })).items.length;
const maps = async () => (await lab.client.list(configMaps, { namespace: 'shop' })).items.length;

describe('a kind with versions, in a lab', () => {
  it('is read in one as it was written in another, over one that is stored and not served', async () => {
    await write();
    expect((await lab.client.get(Page, HELLO)).spec).toEqual({ title: 'Hello', lines: ['one', 'two'] });
    expect((await lab.client.get(configMaps, HELLO)).data).toEqual({ title: 'Hello' });
    await lab.client.patch(Page, HELLO, { merge: { spec: { lines: ['three'] } } });
    expect((await lab.client.get(PageV2, HELLO)).spec).toEqual({ title: 'Hello', body: 'three' });
  });

  it('goes with its namespace', async () => {
    await write();
    await lab.client.delete(namespaces, { name: 'shop' });
    await lab.quiet();
    await expect(lab.client.get(namespaces, { name: 'shop' })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('goes with its owner', async () => {
    const owner = await lab.put(configMaps, { metadata: { namespace: 'shop', name: 'owner' } });
    const ownerReferences = [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid: owner.metadata?.uid ?? '' }];
    await lab.put(PageV2, { metadata: { ...HELLO, ownerReferences }, spec: { title: 'Hello', body: '' } });
    await lab.quiet();
    expect(await pages()).toBe(1);
    await lab.client.delete(configMaps, { namespace: 'shop', name: 'owner' });
    await lab.quiet();
    expect([await pages(), await maps()]).toEqual([0, 0]);
  });

  it('goes with its definition', async () => {
    await write();
    await lab.client.delete(customResourceDefinitions, { name: 'pages.example.com' });
    const isThere = () => lab.client.get(customResourceDefinitions, { name: 'pages.example.com' }).catch(() => undefined);
    await until('the definition to be gone', async () => (await isThere()) === undefined);
  });
});
