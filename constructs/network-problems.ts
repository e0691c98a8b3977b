import { isIP } from 'node:net';
import { found, type Problem } from '../model/checks/problem.ts';
import { show } from '../model/checks/limits.ts';
import type { NetworkSettings } from './network-settings.ts';

/** What is wrong with what the policies were told of the cluster. */
export function networkProblems({ apiServer = {}, dns = {} }: NetworkSettings): readonly Problem[] {
  const { cidrs, ports } = apiServer;
  return [
    ...(cidrs === undefined
      ? []
      : [...missing(cidrs, 'apiServer.cidrs'), ...cidrs.flatMap((cidr) => found(cidrProblem(cidr), 'apiServer.cidrs'))]),
    ...(ports === undefined
      ? []
      : [...missing(ports, 'apiServer.ports'), ...ports.flatMap((port) => found(portProblem(port), 'apiServer.ports'))]),
    ...(dns.peers === undefined ? [] : missing(dns.peers, 'dns.peers')),
    ...(dns.nodeLocal === undefined || isIP(dns.nodeLocal) !== 0
      ? []
      : [{ what: `dns.nodeLocal is ${show(dns.nodeLocal)}`, remedy: 'give an IP address: "169.254.20.10"' }]),
  ];
}

/** In a policy, an empty list of peers or ports means all of them. */
const missing = (list: readonly unknown[], what: string): readonly Problem[] =>
  list.length > 0 ? [] : [{ what: `${what} is empty, which would allow everything`, remedy: 'name at least one, or leave it out' }];

function cidrProblem(cidr: string): Problem | undefined {
  const [address = '', bits = '', ...rest] = cidr.split('/');
  const longest = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return rest.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= longest
    ? undefined
    : { what: `has ${show(cidr)}`, remedy: 'give addresses with their prefix length: "10.0.0.1/32"' };
}

const portProblem = (port: number): Problem | undefined =>
  Number.isInteger(port) && port >= 1 && port <= 65_535 ? undefined : { what: `has ${show(port)}`, remedy: 'give a port from 1 to 65535' };
