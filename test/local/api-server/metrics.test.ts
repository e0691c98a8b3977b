import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Usage } from '../../../local/api-server/contracts/node-hooks.ts';
import { namespaced, pod } from '../../conformance/objects.ts';
import { running } from './running.ts';

const AT = Date.parse('2030-01-01T00:00:00Z');
const usage = (cores: number): Usage => ({ cores, bytes: 64 * 1_024 * 1_024, windowMs: 15_250, at: AT });

describe('what pods and nodes use', () => {
  const here = running({
    nodes: {
      log: () => undefined,
      exec: () => undefined,
      attach: () => undefined,
      address: () => undefined,
      usage: { ofNode: () => usage(1.5), ofContainer: ({ metadata }) => (metadata.name === 'waits' ? undefined : usage(0.025)) },
    },
  });
  const API = '/apis/metrics.k8s.io/v1beta1';
  beforeAll(async () => {
    for (const [name, labels] of [
      ['p', { shop: 'a' }],
      ['q', { shop: 'b' }],
      ['waits', {}],
    ] as const) {
      const body = pod(name, { containers: [{ name: 'main', image: 'i' }] });
      await here.api.ask('POST', namespaced('default', 'pods'), { body: { ...body, metadata: { name, labels } } });
    }
    await here.api.ask('POST', '/api/v1/nodes', { body: { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' } } });
  });

  it('is a group of its own, to be read alone', async () => {
    const { body } = await here.api.ask('GET', API);
    expect(body).toMatchObject({
      resources: [
        { name: 'nodes', kind: 'NodeMetrics', namespaced: false, verbs: ['get', 'list'] },
        { name: 'pods', kind: 'PodMetrics', namespaced: true, verbs: ['get', 'list'] },
      ],
    });
    expect((await here.api.ask('DELETE', `${API}/namespaces/default/pods/p`)).code).toBe(405);
    expect((await here.api.ask('GET', `${API}/pods?watch=true`)).code).toBe(405);
  });

  it('is told of a pod, container by container', async () =>
    expect((await here.api.ask('GET', `${API}/namespaces/default/pods/p`)).body).toMatchObject({
      kind: 'PodMetrics',
      apiVersion: 'metrics.k8s.io/v1beta1',
      metadata: { name: 'p', namespace: 'default', labels: { shop: 'a' } },
      timestamp: '2030-01-01T00:00:00Z',
      window: '15.250s',
      containers: [{ name: 'main', usage: { cpu: '25000000n', memory: '65536Ki' } }],
    }));

  it('is told of a node', async () =>
    expect((await here.api.ask('GET', `${API}/nodes`)).body).toMatchObject({
      kind: 'NodeMetricsList',
      items: [{ metadata: { name: 'n' }, usage: { cpu: '1500000000n', memory: '65536Ki' } }],
    }));

  it.each([
    ['', ['p', 'q']],
    ['?labelSelector=shop=b', ['q']],
    ['?fieldSelector=metadata.name=p', ['p']],
  ])('leaves out what does not run, and what is not asked for: %s', async (query, names) => {
    const { body } = await here.api.ask('GET', `${API}/namespaces/default/pods${query}`);
    expect((body as unknown as { items: { metadata: { name: string } }[] }).items.map(({ metadata }) => metadata.name)).toEqual(names);
  });

  it.each(['waits', 'none'])('is not known of %s', async (name) =>
    expect(here.api.ask('GET', `${API}/namespaces/default/pods/${name}`)).resolves.toMatchObject({
      code: 404,
      body: { message: `pods.metrics.k8s.io "${name}" not found` },
    }),
  );
});

describe('a server without a node', () => {
  const here = running();
  it('says that nothing is measured', async () =>
    expect(here.api.ask('GET', '/apis/metrics.k8s.io/v1beta1/nodes')).resolves.toMatchObject({ code: 501 }));
});
