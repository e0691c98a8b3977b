import { describe, expect, it } from '@jest/globals';
import type { Port } from '../../constructs/network-policy.ts';
import type { NetworkSettings } from '../../constructs/network-settings.ts';
import type { RealmSettings } from '../../constructs/realm-charts.ts';
import { render } from '../../constructs/synth.ts';
import type { Realm } from '../../model/realm.ts';
import { realm as sample } from '../../realm.ts';
import { manifestsOf, type Manifest } from './manifests.ts';
import { clusterOf, connects, type Endpoint, type EvaluatedPod } from './network-evaluator.ts';
import { twoKingdoms } from './realms.ts';

const TRADE = { protocol: 'TCP', port: 8080 } as const;
const PAGE = { protocol: 'TCP', port: 8080 } as const;
const METRICS = { protocol: 'TCP', port: 9090 } as const;
const DNS = { protocol: 'UDP', port: 53 } as const;
const DNS_TCP = { protocol: 'TCP', port: 53 } as const;
const tcp = (port: number) => ({ protocol: 'TCP', port }) as const;

const stranger: EvaluatedPod = { ip: '10.1.9.1', namespace: 'default', labels: { shop: 'craftsman', town: 'simple-town' } };
const prometheus: EvaluatedPod = { ip: '10.1.9.2', namespace: 'monitoring', labels: { app: 'prometheus' } };
const coredns: EvaluatedPod = { ip: '10.1.9.3', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } };
const nodeLocalDns: Endpoint = { ip: '169.254.20.10' };
const apiServer: Endpoint = { ip: '172.18.0.2' };
const internet: Endpoint = { ip: '203.0.113.7' };

/** The pods of a rendered realm by the names of their Deployments, and which connections its policies allow. */
function networkOf(realm: Realm, network: NetworkSettings = {}, dashboard: RealmSettings['dashboard'] = true) {
  const manifests = manifestsOf(render(realm, { network, dashboard }));
  const cluster = clusterOf(manifests, 'default', 'monitoring', 'kube-system');
  const pods = new Map(
    manifests.filter(({ kind }) => kind === 'Deployment').map((deployment, index) => [deployment.metadata.name, podOf(deployment, index)]),
  );
  const pod = (name: string): EvaluatedPod => {
    const found = pods.get(name);
    if (found === undefined) throw new Error(`no Deployment ${name}`);
    return found;
  };
  return { names: [...pods.keys()], pod, allows: (from: Endpoint, to: Endpoint, port: Port) => connects(cluster, from, to, port) };
}
const podOf = ({ metadata, spec }: Manifest, index: number): EvaluatedPod => {
  const { template } = spec as { readonly template: { readonly metadata: { readonly labels: Record<string, string> } } };
  return { ip: `10.1.0.${index}`, namespace: metadata.namespace ?? '', labels: template.metadata.labels };
};

/** Every pair of shops of which the first may reach the second where it trades. */
const trades = ({ names, pod, allows }: ReturnType<typeof networkOf>) =>
  names.flatMap((from) =>
    names.filter((to) => from !== 'dashboard' && from !== to && allows(pod(from), pod(to), TRADE)).map((to) => `${from} -> ${to}`),
  );

describe('the network of the sample', () => {
  const network = networkOf(sample);
  const { pod, allows } = network;
  const woodworker = pod('woodworker');
  const controller = pod('pod-timestamp');
  const dashboard = pod('dashboard');

  it('carries the trades that its shops declare, and no others', () =>
    expect(trades(network)).toEqual([
      'ironworker -> woodworker',
      'ironworker -> stoneworker',
      'craftsman -> woodworker',
      'craftsman -> ironworker',
    ]));

  it.each<[string, Endpoint, Endpoint, Port, boolean]>([
    ['a worker reaches another worker of its shop', woodworker, { ...woodworker, ip: '10.1.8.8' }, TRADE, true],
    ['a worker reaches another port of one', woodworker, { ...woodworker, ip: '10.1.8.8' }, tcp(9_229), false],
    ['a worker asks DNS', woodworker, coredns, DNS, true],
    ['a worker asks DNS, with a long answer', woodworker, coredns, DNS_TCP, true],
    ['a worker asks a DNS server of a stranger', woodworker, { ...coredns, namespace: 'default' }, DNS, false],
    ['a worker reaches a node-local cache that nobody has named', woodworker, nodeLocalDns, DNS, false],
    ['a worker signs, at the port of a managed API server', woodworker, apiServer, tcp(443), true],
    ['a worker signs, at the port of an API server of one machine', woodworker, apiServer, tcp(6443), true],
    ['a worker reaches another port of the control plane', woodworker, apiServer, tcp(10_250), false],
    ['a worker reaches etcd', woodworker, apiServer, tcp(2_379), false],
    ['a worker browses the internet without encryption', woodworker, internet, tcp(80), false],
    ['a worker asks the address where clouds keep secrets', woodworker, { ip: '169.254.169.254' }, tcp(80), false],
    ['a worker reaches a pod of a stranger', woodworker, stranger, TRADE, false],
    ['a worker reaches a controller', woodworker, controller, METRICS, false],
    ['a stranger with the labels of a buyer buys', stranger, woodworker, TRADE, false],
    ['the internet buys', internet, woodworker, TRADE, false],
    ['a scraper reads the metrics of a worker', prometheus, woodworker, TRADE, true],
    ['a scraper tries another port of a worker', prometheus, woodworker, tcp(9_229), false],
    ['a scraper reads the metrics of a controller', prometheus, controller, METRICS, true],
    ['a stranger reads the metrics of a controller', stranger, controller, METRICS, false],
    ['a controller asks DNS', controller, coredns, DNS, true],
    ['a controller reaches the API server', controller, apiServer, tcp(6443), true],
    ['a controller trades', controller, woodworker, TRADE, false],
    ['the dashboard reads the books of a worker', dashboard, woodworker, TRADE, true],
    ['the dashboard reads the metrics of a controller', dashboard, controller, METRICS, true],
    ['the dashboard reaches the API server', dashboard, apiServer, tcp(6443), true],
    ['the dashboard reaches a pod of a stranger', dashboard, stranger, TRADE, false],
    ['the dashboard reaches the internet', dashboard, internet, TRADE, false],
    ['a worker opens the page', woodworker, dashboard, PAGE, false],
    ['a controller opens the page', controller, dashboard, PAGE, false],
    ['a scraper opens the page', prometheus, dashboard, PAGE, false],
    ['a scraper reads the metrics of the dashboard', prometheus, dashboard, METRICS, true],
    [
      'a stranger with the labels of the dashboard reads the books of a worker',
      { ...dashboard, namespace: 'default' },
      woodworker,
      TRADE,
      false,
    ],
    ['a replica of a controller reaches the other', controller, { ...controller, ip: '10.1.8.8' }, METRICS, false],
  ])('decides whether %s', (_, from, to, port, allowed) => expect(allows(from, to, port)).toBe(allowed));
});

describe('the network of two kingdoms', () => {
  it('carries the trades within and across them, and no others', () =>
    expect(trades(networkOf(twoKingdoms()))).toEqual(['ironworker -> woodworker', 'ironworker -> stoneworker']));

  it('does not let a namesake of a buyer in, from another kingdom', () => {
    const { pod, allows } = networkOf(twoKingdoms());
    expect(allows({ ...pod('ironworker'), namespace: 'south' }, pod('woodworker'), TRADE)).toBe(false);
  });
});

describe('the network of the dashboard', () => {
  const ingress = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'default' } } };

  it('opens the page to those who are let in, and its metrics to nobody more', () => {
    const { pod, allows } = networkOf(sample, {}, { allowFrom: [ingress] });
    expect([stranger, prometheus].map((from) => allows(from, pod('dashboard'), PAGE))).toEqual([true, false]);
    expect(allows(stranger, pod('dashboard'), METRICS)).toBe(false);
  });

  it('leads to the kingdoms that it is to show, and to no other', () => {
    const { pod, allows } = networkOf(twoKingdoms(), {}, { kingdoms: ['north'] });
    expect(['stoneworker', 'hermit'].map((shop) => [pod(shop).namespace, allows(pod('dashboard'), pod(shop), TRADE)])).toEqual([
      ['north', true],
      ['south', false],
    ]);
  });
});

describe('network settings', () => {
  const settled = (network: NetworkSettings) => networkOf(twoKingdoms(), network);

  it('narrow the API server to its address and port', () => {
    const { pod, allows } = settled({ apiServer: { cidrs: ['172.18.0.2/32'], ports: [8443] } });
    for (const from of [pod('woodworker'), pod('pod-timestamp')])
      expect([allows(from, apiServer, tcp(8443)), allows(from, apiServer, tcp(443)), allows(from, internet, tcp(8443))]).toEqual([
        true,
        false,
        false,
      ]);
  });

  it('name who may scrape', () => {
    const { pod, allows } = settled({ scrapers: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'default' } } }] });
    for (const [name, port] of [
      ['woodworker', TRADE],
      ['pod-timestamp', METRICS],
    ] as const)
      expect([allows(stranger, pod(name), port), allows(prometheus, pod(name), port)]).toEqual([true, false]);
  });

  it('let nobody scrape where nobody is named', () => {
    const { pod, allows } = settled({ scrapers: [] });
    expect([
      allows(prometheus, pod('woodworker'), TRADE),
      allows(prometheus, pod('hermit'), TRADE),
      allows(prometheus, pod('pod-timestamp'), METRICS),
    ]).toEqual([false, false, false]);
    expect(allows(pod('ironworker'), pod('woodworker'), TRADE)).toBe(true);
  });

  it('open the way to a node-local cache', () => {
    const { pod, allows } = settled({ dns: { nodeLocal: '169.254.20.10' } });
    expect([
      allows(pod('woodworker'), nodeLocalDns, DNS),
      allows(pod('woodworker'), coredns, DNS),
      allows(pod('woodworker'), nodeLocalDns, TRADE),
    ]).toEqual([true, true, false]);
  });

  it('open the way to a node-local cache of the sixth version', () => {
    const { pod, allows } = settled({ dns: { nodeLocal: 'fd00::10' } });
    expect([allows(pod('woodworker'), { ip: 'fd00::10' }, DNS), allows(pod('woodworker'), { ip: 'fd00::11' }, DNS)]).toEqual([true, false]);
  });

  it('name another DNS server', () => {
    const { pod, allows } = settled({
      dns: { peers: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'default' } } }] },
    });
    expect([allows(pod('woodworker'), stranger, DNS), allows(pod('woodworker'), coredns, DNS)]).toEqual([true, false]);
  });

  it('leave out all policies', () => {
    const manifests = manifestsOf(render(twoKingdoms(), { network: { policies: false } }));
    expect(manifests.filter(({ kind }) => kind === 'NetworkPolicy')).toEqual([]);
  });
});
