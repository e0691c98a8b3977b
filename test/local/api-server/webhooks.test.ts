import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { NodeHooks } from '../../../local/api-server/contracts/node-hooks.ts';
import { startApiServer, type ApiServer, type ApiServerOptions } from '../../../local/api-server/start.ts';
import { apiClient, type ApiClient } from './api-client.ts';
import { serveHook } from './hook-server.ts';

const MAPS = '/api/v1/namespaces/default/configmaps';
const CONFIGURATIONS = '/apis/admissionregistration.k8s.io/v1';
const MERGE = 'application/merge-patch+json';

let server: ApiServer;
let api: ApiClient;
const begin = async (options: ApiServerOptions = {}) => {
  server = await startApiServer(options);
  api = apiClient({ ...server, token: server.adminToken });
};
beforeEach(() => begin());
afterEach(async () => {
  await api.close();
  await server.stop();
});

const install = (kind: 'Mutating' | 'Validating', clientConfig: object, rule: object = {}) =>
  api.ask('POST', `${CONFIGURATIONS}/${kind.toLowerCase()}webhookconfigurations`, {
    body: {
      metadata: { name: 'hooks' },
      webhooks: [
        {
          name: 'hook.example.com',
          clientConfig,
          rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['*'], resources: ['configmaps'], ...rule }],
          sideEffects: 'None',
          admissionReviewVersions: ['v1'],
        },
      ],
    },
  });
const at = ({ port, caBundle }: { readonly port: number; readonly caBundle: string }) => ({ url: `https://127.0.0.1:${port}`, caBundle });
const make = (name: string) => api.ask('POST', MAPS, { body: { metadata: { name } } });

/** A gate that somebody stands at. */
function gate() {
  let open = (): void => undefined;
  let arrive = (): void => undefined;
  const opened = new Promise<void>((resolve) => void (open = resolve));
  const arrived = new Promise<void>((resolve) => void (arrive = resolve));
  return { open, arrived, pass: async () => (arrive(), opened) };
}

describe('webhooks of the embedded API server', () => {
  it('loses no change that comes while one is asked', async () => {
    await make('shared');
    const first = gate();
    let asked = 0;
    await using hook = await serveHook(async () => {
      asked += 1;
      if (asked === 1) await first.pass();
      return { allowed: true };
    });
    await install('Validating', at(hook), { operations: ['UPDATE'] });
    const slow = api.ask('PATCH', `${MAPS}/shared`, { type: MERGE, body: { data: { slow: '1' } } });
    await first.arrived;
    await api.ask('PATCH', `${MAPS}/shared`, { type: MERGE, body: { data: { quick: '1' } } });
    first.open();
    expect((await slow).body['data']).toEqual({ quick: '1', slow: '1' });
    expect(asked).toBe(3); // the slow one begins again
  });

  it('believes a certificate that is itself in the bundle, and asks by one slash for a path of two, as suites of envtest have both', async () => {
    await using hook = await serveHook(() => ({ allowed: false, status: { message: 'not on a Friday' } }));
    await install('Validating', { url: `https://127.0.0.1:${hook.port}//deny`, caBundle: hook.ownBundle });
    expect((await make('own')).body['message']).toMatch(/denied the request: not on a Friday$/);
    expect(hook.paths).toEqual(['/deny?timeout=10s']);
  });

  it('refuses an update of a version that has gone while one was asked', async () => {
    const { body: old } = await make('shared');
    const first = gate();
    let asked = 0;
    await using hook = await serveHook(async () => {
      asked += 1;
      if (asked === 1) await first.pass();
      return { allowed: true };
    });
    await install('Mutating', at(hook), { operations: ['UPDATE'] });
    const slow = api.ask('PUT', `${MAPS}/shared`, { body: { ...old, data: { slow: '1' } } });
    await first.arrived;
    await api.ask('PATCH', `${MAPS}/shared`, { type: MERGE, body: { data: { quick: '1' } } });
    first.open();
    expect((await slow).code).toBe(409);
  });

  it('deletes each of a collection that its webhooks let go', async () => {
    for (const name of ['a', 'b', 'c']) await make(name);
    await using hook = await serveHook(() => ({ allowed: true }));
    await install('Validating', at(hook), { operations: ['DELETE'] });
    expect((await api.ask('DELETE', MAPS)).code).toBe(200);
    expect((await api.ask('GET', MAPS)).body['items']).toEqual([]);
  });

  it('asks no webhook about webhooks, so that nobody is locked out', async () => {
    await install('Validating', { url: 'https://127.0.0.1:1' }, { apiGroups: ['*'], apiVersions: ['*'], resources: ['*/*'] });
    expect((await make('a')).code).toBe(500);
    expect((await api.ask('DELETE', `${CONFIGURATIONS}/validatingwebhookconfigurations/hooks`)).code).toBe(200);
    expect((await make('a')).code).toBe(201);
  });

  it('stops while a webhook keeps it waiting', async () => {
    const kept = gate();
    await using hook = await serveHook(async () => {
      await kept.pass();
      return {};
    });
    await install('Validating', at(hook));
    const left = make('a').catch(() => 'broken off');
    await kept.arrived;
    await server.stop();
    expect(await left).toBe('broken off');
    kept.open();
  });
});

describe('a webhook behind a service', () => {
  it('is reached through the node, at a ready pod, under the name of the service', async () => {
    await using hook = await serveHook(() => ({ allowed: false, status: { message: 'through the service' } }), ['hooks.shop.svc']);
    const asked: unknown[] = [];
    const nodes: NodeHooks = {
      log: () => undefined,
      exec: () => undefined,
      attach: () => undefined,
      address(pod, port) {
        asked.push([pod.metadata.name, port]);
        return { host: '127.0.0.1', port: hook.port };
      },
    };
    await api.close();
    await server.stop();
    await begin({ nodes });
    await api.ask('POST', '/api/v1/namespaces', { body: { metadata: { name: 'shop' } } });
    const spec = { containers: [{ name: 'c', image: 'i' }] };
    for (const name of ['starting', 'ready']) await api.ask('POST', '/api/v1/namespaces/shop/pods', { body: { metadata: { name }, spec } });
    const ports = [{ name: 'https', port: 443, targetPort: 9443 }];
    await api.ask('POST', '/api/v1/namespaces/shop/services', { body: { metadata: { name: 'hooks' }, spec: { ports } } });
    const endpoint = (name: string, address: string, ready: boolean) => ({
      addresses: [address],
      conditions: { ready },
      targetRef: { kind: 'Pod', namespace: 'shop', name },
    });
    await api.ask('POST', '/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices', {
      body: {
        metadata: { name: 'hooks-1', labels: { 'kubernetes.io/service-name': 'hooks' } },
        addressType: 'IPv4',
        ports: [{ name: 'https', port: 9443 }],
        endpoints: [endpoint('starting', '10.0.0.1', false), endpoint('ready', '10.0.0.2', true)],
      },
    });
    await install('Validating', { service: { namespace: 'shop', name: 'hooks' }, caBundle: hook.caBundle });
    expect((await make('a')).body['message']).toBe('admission webhook "hook.example.com" denied the request: through the service');
    expect(asked).toEqual([['ready', 9443]]);
  });
});
