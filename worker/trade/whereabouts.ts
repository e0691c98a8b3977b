import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** Who answers, and where it can be reached: `Civ-Pod: <name>@<ip>:<port>`. A hint for finding books, never who they are. */
export interface Whereabouts {
  readonly name: string;
  /** `ip:port`, an IPv6 address in brackets. */
  readonly address: string;
}

export const addressOf = (ip: string, port: number): string => (isIPv6(ip) ? `[${ip}]:${port}` : `${ip}:${port}`);
export const renderWhereabouts = ({ name, address }: Whereabouts): string => `${name}@${address}`;

/** Where pods may be: anywhere but on loopback, where their own containers are; or on loopback as well, as in the embedded cluster. */
export type AddressRange = 'pods' | 'loopback';

/** A pod that is on loopback itself has its neighbours there; any other would be lured to itself. */
export const reachOf = (podIp: string): AddressRange => (LOOPBACK.check(podIp, familyOf(podIp)) ? 'loopback' : 'pods');

/** Reads what another has said of itself. Undefined where it names no address that a shop can have. */
export function parseWhereabouts(text: string | undefined, reach: AddressRange): Whereabouts | undefined {
  const [, name, bracketed, plain, port] = /^([A-Za-z0-9._-]{1,253})@(?:\[([0-9A-Fa-f:.]+)\]|([0-9.]+)):(\d{1,5})$/.exec(text ?? '') ?? [];
  const ip = bracketed ?? plain;
  if (name === undefined || ip === undefined || Number(port) < 1 || Number(port) > 65_535) return undefined;
  if (bracketed === undefined ? !isIPv4(ip) : !isIPv6(ip)) return undefined;
  const isIn = (list: BlockList) => list.check(ip, familyOf(ip));
  if (isIn(LOOPBACK) ? reach !== 'loopback' : NOWHERE.some(isIn)) return undefined;
  return { name, address: addressOf(ip, Number(port)) };
}

const familyOf = (ip: string): 'ipv4' | 'ipv6' => (isIPv4(ip) ? 'ipv4' : 'ipv6');

const blocked = (...subnets: readonly string[]): BlockList => {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [net = '', bits] = subnet.split('/');
    list.addSubnet(net, Number(bits), familyOf(net));
  }
  return list;
};

/** A rule for an IPv4 address counts for its IPv4-mapped form too, `::ffff:127.0.0.1`. */
const LOOPBACK = blocked('127.0.0.0/8', '::1/128');
const LINK_LOCAL = blocked('169.254.0.0/16', 'fe80::/10');
const NOBODY_OR_EVERYBODY = blocked('0.0.0.0/8', '224.0.0.0/3', 'ff00::/8');
/** Where the clouds tell of themselves, beside link-local. */
const METADATA = blocked('100.100.100.200/32', '168.63.129.16/32', '192.0.0.192/32', 'fd00:ec2::254/128', 'fd20:ce::254/128');
/** IPv6 addresses that mean an IPv4 address, whichever: IPv4-compatible (with `::`, and `::1`, which is loopback), NAT64, 6to4, Teredo. */
const IPV4_IN_DISGUISE = blocked('::/96', '64:ff9b::/96', '64:ff9b:1::/48', '2002::/16', '2001::/32');
/** No pod has these, and a request must not be lured to them. */
const NOWHERE = [LINK_LOCAL, NOBODY_OR_EVERYBODY, METADATA, IPV4_IN_DISGUISE];
