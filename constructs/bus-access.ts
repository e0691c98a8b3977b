import { posix } from 'node:path';
import { show } from '../model/checks/limits.ts';
import type { Problem } from '../model/checks/problem.ts';
import { tcp, type NetworkPolicySpec, type Peer } from './network-policy.ts';

/** Where a bus is, for network policies: they know addresses and pods, and no names. */
export interface BusPlace {
  /** @default anywhere */
  readonly peers?: readonly Peer[];
  /** @default those that such a bus has by default, or that of the URL */
  readonly ports?: readonly number[];
}

/** The ports that each kind of bus has by default, without and with TLS; none: it is within the pod. */
export const BUS_PORTS: Readonly<Record<string, readonly number[]>> = {
  nats: [4222],
  kafka: [9092, 9093],
  rabbit: [5672, 5671],
  redis: [6379],
  rediss: [6379],
  amqp: [5672, 5671],
  amqps: [5671],
  mqtt: [1883, 8883],
  mqtts: [8883],
  azuresb: [5671, 443],
  // With the servers of the node that give out rights: Pod Identity's at 80, GKE's at 80 or 988.
  awssns: [443, 80],
  awssqs: [443, 80],
  gcppubsub: [443, 80, 988],
  http: [80],
  https: [443],
  file: [],
  stdout: [],
};
/** Their URLs say where they are; those of the others say what is there, and the environment where. */
const WITH_A_HOST = new Set(['http', 'https', 'redis', 'rediss', 'amqp', 'amqps', 'mqtt', 'mqtts']);

const schemeOf = (bus: string): string => /^([a-z]+):/.exec(bus)?.[1] ?? '';

export function busProblem(bus: string): Problem | undefined {
  const remedy = `give a URL such as nats://changes; there are ${Object.keys(BUS_PORTS).join(', ')}`;
  if (!Object.hasOwn(BUS_PORTS, schemeOf(bus))) return { what: `bus is ${show(bus)}`, remedy };
  if (!URL.canParse(bus)) return { what: `bus is ${show(bus)}, which is not a URL`, remedy };
  if (schemeOf(bus) === 'file' && folderOf(bus) === undefined)
    return { what: `bus is ${show(bus)}`, remedy: 'give a file in a folder of its own: file:///var/lib/events/changes.jsonl' };
  return undefined;
}

/** The way to a bus; undefined where it needs none. */
export function busEgress(bus: string, { peers, ports }: BusPlace): NonNullable<NetworkPolicySpec['egress']>[number] | undefined {
  const scheme = schemeOf(bus);
  const own = WITH_A_HOST.has(scheme) ? new URL(bus).port : '';
  const all = ports ?? (own === '' ? (BUS_PORTS[scheme] ?? []) : [Number(own)]);
  if (all.length === 0) return undefined;
  return { ...(peers === undefined ? {} : { to: peers }), ports: all.map(tcp) };
}

/** The folder that the file of a `file:` bus is in, which has to be a volume. */
export function folderOf(bus: string): string | undefined {
  if (schemeOf(bus) !== 'file') return undefined;
  const folder = posix.dirname(new URL(bus).pathname);
  return folder === '/' ? undefined : folder;
}
