import { describe, expect, it } from '@jest/globals';
import type { EndpointSlice, Pod, Service } from '../../../../kube/objects/built-in.ts';
import { decideEndpoints } from '../../../../local/node/services/endpoints-decide.ts';
import { PORTS_ANNOTATION } from '../../../../model/keys.ts';
import { resolve } from '../../../../local/node/services/resolve.ts';

const service: Service = {
  metadata: { name: 'woodworker', namespace: 'north', uid: 's' },
  spec: { selector: { shop: 'woodworker' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
};
const pod = (name: string, port: number, { ready = true, going = false } = {}): Pod => ({
  metadata: {
    name,
    namespace: 'north',
    uid: `${name}-0000-0000`,
    labels: { shop: 'woodworker' },
    annotations: { [PORTS_ANNOTATION]: JSON.stringify({ 8080: port }) },
    ...(going ? { deletionTimestamp: '2026-01-01T12:00:00Z' } : {}),
  },
  spec: { containers: [{ name: 'c', ports: [{ name: 'http', containerPort: 8080 }] }] },
  status: { podIP: '127.0.0.1', phase: 'Running', conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
});
const slices = (...pods: readonly Pod[]): readonly EndpointSlice[] => decideEndpoints(service, pods, []).map(({ slice }) => slice);
const at = (host: string, port: number, namespace: string, known: readonly EndpointSlice[]) =>
  resolve(host, port, namespace, {
    service: (ns, name) => (ns === 'north' && name === 'woodworker' ? service : undefined),
    slices: () => known,
  });

describe('the endpoints of a Service', () => {
  it('are a slice a pod, each with its own port, ready as the pod is', () =>
    expect(
      slices(pod('a', 4001), pod('b', 4002, { ready: false })).map(({ endpoints, ports }) => [endpoints?.[0]?.conditions, ports]),
    ).toEqual([
      [{ ready: true, serving: true, terminating: false }, [{ name: 'http', protocol: 'TCP', port: 4001 }]],
      [{ ready: false, serving: false, terminating: false }, [{ name: 'http', protocol: 'TCP', port: 4002 }]],
    ]));

  it('follow what changes, and go with their pods', () => {
    const before = slices(pod('a', 4001), pod('b', 4002));
    expect(decideEndpoints(service, [pod('a', 4001), pod('b', 4002)], before)).toEqual([]);
    expect(
      decideEndpoints(service, [pod('a', 4001, { ready: false })], before).map(({ do: act, slice }) => [act, slice.metadata?.name]),
    ).toEqual([
      ['update', before[0]?.metadata?.name],
      ['delete', before[1]?.metadata?.name],
    ]);
  });

  it('are one slice that lists nothing where there are no pods, as Kubernetes keeps it', () => {
    const [before, ...none] = slices();
    expect([before?.endpoints, before?.ports, none]).toEqual([[], [], []]);
    const first = decideEndpoints(service, [pod('a', 4001)], slices());
    expect(first.map(({ do: act, slice }) => [act, slice.endpoints?.length])).toEqual([
      ['create', 1],
      ['delete', 0],
    ]);
    expect(decideEndpoints(service, [], slices(pod('a', 4001))).map(({ do: act, slice }) => [act, slice.endpoints?.length])).toEqual([
      ['create', 0],
      ['delete', 1],
    ]);
    const asTheServerHasIt = slices().map((slice) => ({ ...slice, endpoints: null, ports: null }) as unknown as EndpointSlice);
    expect(decideEndpoints(service, [], asTheServerHasIt)).toEqual([]);
    expect(at('woodworker', 80, 'north', asTheServerHasIt)).toEqual({ kind: 'endpoints', addresses: [] });
  });

  it('do not exist for a Service without a selector', () =>
    expect(decideEndpoints({ ...service, spec: { ...service.spec, selector: undefined } }, [pod('a', 1)], [])).toEqual([]));
});

describe('a Service by name', () => {
  const known = slices(pod('a', 4001), pod('b', 4002), pod('unready', 4003, { ready: false }), pod('going', 4004, { going: true }));

  it.each([
    ['woodworker', 'north'],
    ['woodworker.north', 'south'],
    ['woodworker.north.svc', 'south'],
    ['woodworker.north.svc.cluster.local', 'south'],
    ['woodworker.north.svc.cluster.local.', 'south'],
  ])('%s, asked from %s, is its ready pods', (host, from) =>
    expect(at(host, 80, from, known)).toEqual({
      kind: 'endpoints',
      addresses: [
        { host: '127.0.0.1', port: 4001 },
        { host: '127.0.0.1', port: 4002 },
      ],
    }),
  );

  it.each([
    ['woodworker', 80, 'south'],
    ['woodworker', 81, 'north'],
    ['woodworker.north.example.com', 80, 'north'],
    ['other', 80, 'north'],
  ])('%s:%d, asked from %s, is not known', (host, port, from) => expect(at(host, port, from, known)).toEqual({ kind: 'unknown' }));
});
