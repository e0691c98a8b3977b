import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDiscovery } from '../../../kube/client/discover.ts';
import { startScriptedServer, type ScriptedServer } from '../scripted-server.ts';

let server: ScriptedServer;
beforeAll(async () => {
  server = await startScriptedServer();
});
afterAll(() => server.stop());

const APPS = {
  kind: 'APIResourceList',
  resources: [
    { name: 'deployments', kind: 'Deployment', namespaced: true },
    { name: 'deployments/scale', kind: 'Scale', namespaced: true },
  ],
};

describe('discovery', () => {
  it('finds what an apiVersion and a kind stand for, and asks once for each apiVersion', async () => {
    const { find } = createDiscovery(server.connect().client);
    const finding = Promise.all([find('apps/v1', 'Deployment'), find('apps/v1', 'Deployment')]);
    const call = await server.next();
    call.json(APPS);
    const [one, other] = await finding;
    expect([call.path, one, other]).toEqual([
      '/apis/apps/v1',
      ...Array.from({ length: 2 }, () => ({
        group: 'apps',
        version: 'v1',
        plural: 'deployments',
        kind: 'Deployment',
        namespaced: true,
        representation: 'whole',
      })),
    ]);
    const core = find('v1', 'Namespace');
    const second = await server.next();
    second.json({ resources: [{ name: 'namespaces', kind: 'Namespace', namespaced: false }] });
    expect([second.path, await core]).toEqual([
      '/api/v1',
      { group: '', version: 'v1', plural: 'namespaces', kind: 'Namespace', namespaced: false, representation: 'whole' },
    ]);
  });

  it('says so where there is no such kind, and does not take a subresource for one', async () => {
    const { find } = createDiscovery(server.connect().client);
    const failing = find('apps/v1', 'Scale').catch((error: unknown) => error);
    (await server.next()).json(APPS);
    expect(await failing).toMatchObject({
      code: 'not-found',
      message: 'no kind "Scale" in apps/v1: the cluster does not have it, or its definition is not there yet',
    });
  });

  it('finds the version that the server prefers', async () => {
    const finding = createDiscovery(server.connect().client).preferred('apps', 'Deployment');
    const call = await server.next();
    call.json({ kind: 'APIGroup', preferredVersion: { groupVersion: 'apps/v1' } });
    (await server.next()).json(APPS);
    expect([call.path, (await finding).version]).toEqual(['/apis/apps', 'v1']);
  });

  it('asks again after a failure', async () => {
    const { find } = createDiscovery(server.connect().client);
    const failing = find('apps/v1', 'Deployment').catch((error: unknown) => error);
    const call = await server.next();
    call.write('<html>');
    call.end();
    expect(await failing).toMatchObject({ code: 'malformed' });
    const again = find('apps/v1', 'Deployment');
    (await server.next()).json(APPS);
    expect((await again).plural).toBe('deployments');
  });
});
