import { tcp, type NetworkPolicySpec, type Peer, type Port } from './network-policy.ts';

/** What the policies must know of the cluster. Policies see addresses after translation: the API server's own, not its Service's. */
export interface NetworkSettings {
  /** Off: no NetworkPolicy at all. @default true */
  readonly policies?: boolean;
  /** Who may scrape metrics. @default all pods of the namespace `monitoring` */
  readonly scrapers?: readonly Peer[];
  readonly apiServer?: {
    /** @default any address */
    readonly cidrs?: readonly string[];
    /** @default 443 and 6443 */
    readonly ports?: readonly number[];
  };
  readonly dns?: {
    /** @default the pods labelled `k8s-app: kube-dns` in `kube-system` */
    readonly peers?: readonly Peer[];
    /** Address of a node-local cache: `169.254.20.10`. @default none */
    readonly nodeLocal?: string;
  };
}

export const namespaced = (namespace: string): Peer['namespaceSelector'] => ({ matchLabels: { 'kubernetes.io/metadata.name': namespace } });

/** The same settings, and one more who scrapes. */
export const withScraper = (network: NetworkSettings, scraper: Peer): NetworkSettings => ({
  ...network,
  scrapers: [...scrapersOf(network), scraper],
});

export const scrapersOf = ({ scrapers = [{ namespaceSelector: namespaced('monitoring') }] }: NetworkSettings): readonly Peer[] => scrapers;

type Egress = NonNullable<NetworkPolicySpec['egress']>[number];

export function dnsEgress({ dns = {} }: NetworkSettings): Egress {
  const peers = dns.peers ?? [{ namespaceSelector: namespaced('kube-system'), podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }];
  const nodeLocal =
    dns.nodeLocal === undefined ? [] : [{ ipBlock: { cidr: `${dns.nodeLocal}/${dns.nodeLocal.includes(':') ? 128 : 32}` } }];
  const ports: readonly Port[] = [{ protocol: 'UDP', port: 53 }, tcp(53)];
  return { to: [...peers, ...nodeLocal], ports };
}

export function apiServerEgress({ apiServer = {} }: NetworkSettings): Egress {
  const { cidrs = ['0.0.0.0/0', '::/0'], ports = [443, 6443] } = apiServer;
  return { to: cidrs.map((cidr) => ({ ipBlock: { cidr } })), ports: ports.map(tcp) };
}
