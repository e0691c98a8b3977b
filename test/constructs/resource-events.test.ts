import { describe, expect, it } from '@jest/globals';
import { App, Chart } from 'cdk8s';
import { BUS_PORTS } from '../../constructs/bus-access.ts';
import { ResourceEvents, type ResourceEventsProps } from '../../constructs/resource-events.ts';
import { RealmMistakes, render } from '../../constructs/synth.ts';
import { busKinds } from '../../events/buses/kinds.ts';
import { manifestsOf, the, type Manifest } from './manifests.ts';
import { oneShop } from './realms.ts';
import { templatesOf } from './workloads.ts';

const chartOf = (props: Partial<ResourceEventsProps> = {}): Chart => {
  const chart = new Chart(new App(), 'chart', { disableResourceNameHashes: true });
  new ResourceEvents(chart, 'events', { namespace: 'civ-system', bus: 'nats://changes', ...props });
  return chart;
};
const objects = (props?: Partial<ResourceEventsProps>) => chartOf(props).toJson() as readonly Manifest[];
const container = (props?: Partial<ResourceEventsProps>) =>
  templatesOf([the('Deployment', 'resource-events', objects(props))])[0]?.containers[0];
const problems = (props: Partial<ResourceEventsProps>) =>
  chartOf(props)
    .node.findAll()
    .flatMap((construct) => construct.node.validate());
const rules = (kind: 'Role' | 'ClusterRole', props?: Partial<ResourceEventsProps>) => {
  const role = objects(props).find((object) => object.kind === kind);
  return role?.['rules'] as readonly { readonly apiGroups: string[]; readonly resources: string[]; readonly verbs: string[] }[];
};
/** Every verb on what it was not told to include. */
const others = (props?: Partial<ResourceEventsProps>) =>
  rules('ClusterRole', props)
    .filter(({ resources }) => !['deployments', 'pods'].includes(resources[0] ?? ''))
    .map(({ resources, verbs }) => `${verbs.join(', ')} ${resources.join(', ')}`);
const waysOut = (props?: Partial<ResourceEventsProps>) => {
  const { egress } = the('NetworkPolicy', 'resource-events', objects(props))['spec'] as { readonly egress: readonly unknown[] };
  return egress.slice(2);
};
const tcp = (port: number) => ({ port, protocol: 'TCP' });

describe('ResourceEvents', () => {
  it('publishes to the bus that it is told, with two replicas, and serves no paths of another agent', () => {
    expect(container()?.args).toEqual([
      'controller',
      'resource-events',
      '--event-writer-url=nats://changes',
      '--include=deployments.apps,pods',
      '--kollect-addr=',
    ]);
    expect(the('Deployment', 'resource-events', objects())['spec']).toMatchObject({ replicas: 2 });
  });

  it('may read exactly what is included', () => {
    expect(rules('ClusterRole')[0]).toEqual({ apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'list', 'watch'] });
    const include = ['pods', '*.batch', 'widgets.example.com', 'services'];
    expect(rules('ClusterRole', { include }).slice(0, 3)).toEqual([
      { apiGroups: [''], resources: ['pods', 'services'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: ['batch'], resources: ['*'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: ['example.com'], resources: ['widgets'], verbs: ['get', 'list', 'watch'] },
    ]);
    expect(rules('ClusterRole', { include: ['*'] })[0]).toEqual({ apiGroups: ['*'], resources: ['*'], verbs: ['get', 'list', 'watch'] });
    expect(container({ include: ['*'] })?.args?.some((arg) => arg.startsWith('--include'))).toBe(false);
  });

  it('may write its Lease and its checkpoint, and nothing else', () => {
    const writes = ['ClusterRole', 'Role'].flatMap((kind) =>
      rules(kind as 'Role').flatMap(({ resources, verbs }) =>
        verbs.filter((verb) => !['get', 'list', 'watch'].includes(verb)).map((verb) => `${verb} ${resources.join(', ')}`),
      ),
    );
    expect(writes).toEqual(['create leases', 'patch leases', 'create configmaps', 'patch configmaps']);
    expect(others({ clusterId: 'east' })).toEqual(['list, watch customresourcedefinitions', 'list, watch apiservices']);
    expect(others()).toContain('get namespaces');
  });

  it.each<[string, string, Partial<ResourceEventsProps>, readonly unknown[]]>([
    ['at its usual port', 'nats://changes', {}, [{ ports: [tcp(4222)] }]],
    ['at the port of its URL', 'http://receiver.shop:8080/events', {}, [{ ports: [tcp(8080)] }]],
    [
      'where it is said to be',
      'kafka://changes',
      { at: { peers: [{ podSelector: { matchLabels: { app: 'kafka' } } }], ports: [19_092] } },
      [{ to: [{ podSelector: { matchLabels: { app: 'kafka' } } }], ports: [tcp(19_092)] }],
    ],
    ['nowhere, for a file', 'file:///var/lib/events/changes.jsonl', {}, []],
  ])('reaches its bus %s: %s', (_, bus, props, ways) => expect(waysOut({ bus, ...props })).toEqual(ways));

  it('has room for a full outbox, and what else it is given', () => {
    const limits = (props: Parameters<typeof container>[0]) => container(props)?.resources?.limits;
    expect(limits({ bus: 'nats://changes' })).toEqual({ cpu: '1', memory: '384Mi', 'ephemeral-storage': '64Mi' });
    expect(limits({ bus: 'nats://changes', settings: { resources: { limits: { memory: '1Gi' } } } })).toMatchObject({ memory: '1Gi' });
  });

  it('has a volume for a file', () => {
    const bus = 'file:///var/lib/events/changes.jsonl';
    expect(container({ bus })?.volumeMounts).toContainEqual(expect.objectContaining({ mountPath: '/var/lib/events' }));
    expect(container({ bus })?.resources?.limits?.['ephemeral-storage']).toBe('1088Mi');
  });

  it('is told by the environment where its bus is, and by a Secret what is secret', () => {
    const told = container({ environment: { NATS_SERVER_URL: 'nats://nats.messaging:4222' }, credentials: 'bus' });
    expect(told).toMatchObject({ envFrom: [{ secretRef: { name: 'bus' } }] });
    expect(told?.env).toContainEqual({ name: 'NATS_SERVER_URL', value: 'nats://nats.messaging:4222' });
  });

  it.each<[Partial<ResourceEventsProps>, RegExp]>([
    [{ bus: 'carrier-pigeon://roof' }, /^bus is "carrier-pigeon:\/\/roof": give a URL such as nats:\/\/changes; there are nats, kafka, /],
    [{ bus: 'file:///changes.jsonl' }, /^bus is "file:\/\/\/changes.jsonl": give a file in a folder of its own/],
    [{ include: ['Pods'] }, /^include has "Pods": give resources with their group/],
  ])('refuses %j', (props, message) => expect(problems(props)).toEqual([expect.stringMatching(message)]));
});

describe('the buses that a manifest may name', () => {
  // What constructs know of buses they cannot import: the controller comes with another part of the package.
  it('are those that there are, but for the one within a process', () =>
    expect(Object.keys(BUS_PORTS).sort()).toEqual(
      busKinds
        .flatMap(({ schemes }) => schemes)
        .filter((scheme) => scheme !== 'mem')
        .sort(),
    ));
});

describe('a realm', () => {
  it('has it among its controllers where its settings name a bus', () => {
    const names = (settings = {}) => manifestsOf(render(oneShop({}), settings)).map(({ metadata }) => metadata.name);
    expect([names().includes('resource-events'), names({ events: { bus: 'nats://changes' } }).includes('resource-events')]).toEqual([
      false,
      true,
    ]);
  });

  it('is not rendered with events that go nowhere', () =>
    expect(() => render(oneShop({}), { events: { bus: 'x' } })).toThrow(RealmMistakes));
});
