import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { discoverAll, type DiscoveredResources } from '../../../kube/client/discover-all.ts';
import { connect } from '../../../kube/connect.ts';
import { apiVersionOf } from '../../../kube/objects/resource.ts';
import { startApiServer } from '../../../local/api-server/start.ts';
import { startScriptedServer, type Call, type ScriptedServer } from '../scripted-server.ts';

const FOLLOWABLE = ['get', 'list', 'watch'];
/** `apps/v1 deployments Deployment namespaced` */
const inWords = ({ served }: DiscoveredResources): readonly string[] =>
  served.map(({ resource }) =>
    [apiVersionOf(resource), resource.plural, resource.kind, resource.namespaced ? 'namespaced' : 'cluster'].join(' '),
  );

describe('discovery of all resources', () => {
  let server: ScriptedServer;
  beforeEach(async () => {
    server = await startScriptedServer();
  });
  afterEach(() => server.stop());
  /** Answers each request by its path. */
  const answering = async (requests: number, answers: Readonly<Record<string, (call: Call) => void>>): Promise<void> => {
    for (let count = 0; count < requests; count++) {
      const call = await server.next();
      (answers[call.path] ?? (() => call.refuse(404, 'NotFound')))(call);
    }
  };
  const aggregated = (...items: readonly object[]) => ({ kind: 'APIGroupDiscoveryList', items });
  const entry = (plural: string, kind: string, scope = 'Namespaced') => ({
    resource: plural,
    responseKind: { kind },
    scope,
    verbs: FOLLOWABLE,
    subresources: [{ subresource: 'status' }],
  });

  it('takes two requests, and each resource in the version that its group prefers', async () => {
    const discovering = discoverAll(server.connect().client);
    await answering(2, {
      '/api': (call) => call.json(aggregated({ versions: [{ version: 'v1', resources: [entry('nodes', 'Node', 'Cluster')] }] })),
      '/apis': (call) =>
        call.json(
          aggregated({
            metadata: { name: 'example.com' },
            versions: [
              { version: 'v2', freshness: 'Current', resources: [entry('widgets', 'Widget')] },
              { version: 'v1', freshness: 'Current', resources: [entry('widgets', 'Widget'), entry('gears', 'Gear')] },
            ],
          }),
        ),
    });
    const found = await discovering;
    expect(inWords(found)).toEqual([
      'v1 nodes Node cluster',
      'example.com/v2 widgets Widget namespaced',
      'example.com/v1 gears Gear namespaced',
    ]);
    expect(found.served[0]?.verbs).toEqual(FOLLOWABLE);
    expect(server.count).toBe(2);
  });

  it('names a group whose server is away, and goes on with the others', async () => {
    const discovering = discoverAll(server.connect().client);
    await answering(2, {
      '/api': (call) => call.json(aggregated()),
      '/apis': (call) =>
        call.json(
          aggregated(
            { metadata: { name: 'broken.example.com' }, versions: [{ version: 'v1', freshness: 'Stale' }] },
            { metadata: { name: 'example.com' }, versions: [{ version: 'v1', resources: [entry('gears', 'Gear')] }] },
          ),
        ),
    });
    const found = await discovering;
    expect(inWords(found)).toEqual(['example.com/v1 gears Gear namespaced']);
    expect([...found.broken]).toEqual([['broken.example.com/v1', 'the server behind it does not answer']]);
  });

  it('asks group by group where the server does not answer for all at once', async () => {
    const discovering = discoverAll(server.connect().client);
    await answering(5, {
      '/api': (call) => call.json({ kind: 'APIVersions', versions: ['v1'] }),
      '/api/v1': (call) =>
        call.json({
          resources: [
            { name: 'pods', kind: 'Pod', namespaced: true, verbs: FOLLOWABLE },
            { name: 'pods/log', kind: 'Pod', namespaced: true, verbs: ['get'] },
          ],
        }),
      '/apis': (call) =>
        call.json({
          kind: 'APIGroupList',
          groups: [{ name: 'example.com', preferredVersion: { version: 'v2' }, versions: [{ version: 'v1' }, { version: 'v2' }] }],
        }),
      '/apis/example.com/v2': (call) => call.refuse(503, 'ServiceUnavailable'),
      '/apis/example.com/v1': (call) =>
        call.json({ resources: [{ name: 'widgets', kind: 'Widget', namespaced: false, verbs: FOLLOWABLE }] }),
    });
    const found = await discovering;
    expect(inWords(found)).toEqual(['v1 pods Pod namespaced', 'example.com/v1 widgets Widget cluster']);
    expect([...found.broken.keys()]).toEqual(['example.com/v2']);
  });

  it('rejects where the server cannot be asked', async () => {
    const discovering = discoverAll(server.connect().client).catch((error: unknown) => error);
    await answering(2, {
      '/api': (call) => call.refuse(403, 'Forbidden'),
      '/apis': (call) => call.json(aggregated()),
    });
    expect(await discovering).toMatchObject({ code: 'forbidden' });
  });
});

describe('discovery of all resources of the embedded server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'civ8s-discover-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('finds the built-in ones, each once', async () => {
    const server = await startApiServer();
    const kubeconfig = join(folder, 'kubeconfig');
    writeFileSync(kubeconfig, server.kubeconfig);
    const { client, close } = await connect({ env: {}, kubeconfig });
    const found = inWords(await discoverAll(client));
    expect(found).toEqual(expect.arrayContaining(['v1 pods Pod namespaced', 'apps/v1 deployments Deployment namespaced']));
    expect(new Set(found).size).toBe(found.length);
    await close();
    await server.stop();
  });
});
