import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** Who answers, and where it can be reached: `Civ-Pod: <name>@<ip>:<port>`. A hint for finding books, never who they are. */
export interface Whereabouts {
  readonly name: string;
  /** `ip:port`, an IPv6 address in brackets. */
  readonly address: string;
}

export const addressOf = (ip: string, port: number): string => (isIPv6(ip) ? `[${ip}]:${port}` : `${ip}:${port}`);
export const renderWhereabouts = ({ name, address }: Whereabouts): string => `${name}@${address}`;

/** Reads what another has said of itself. Undefined where it names no address that a shop can have. */
export function parseWhereabouts(text: string | undefined): Whereabouts | undefined {
  const [, name, bracketed, plain, port] = /^([A-Za-z0-9._-]{1,253})@(?:\[([0-9A-Fa-f:.]+)\]|([0-9.]+)):(\d{1,5})$/.exec(text ?? '') ?? [];
  const ip = bracketed ?? plain;
  if (name === undefined || ip === undefined || Number(port) < 1 || Number(port) > 65_535) return undefined;
  if (bracketed === undefined ? !isIPv4(ip) : !isIPv6(ip)) return undefined;
  return NOWHERE.check(ip, isIPv4(ip) ? 'ipv4' : 'ipv6') ? undefined : { name, address: addressOf(ip, Number(port)) };
}

/** Addresses that no pod has and that a request must not be lured to: link-local, the clouds' metadata, nobody, everybody. */
function nowhere(): BlockList {
  const blocked = new BlockList();
  blocked.addSubnet('169.254.0.0', 16, 'ipv4');
  blocked.addSubnet('0.0.0.0', 8, 'ipv4');
  blocked.addSubnet('224.0.0.0', 3, 'ipv4');
  for (const metadata of ['100.100.100.200', '168.63.129.16', '192.0.0.192']) blocked.addAddress(metadata, 'ipv4');
  blocked.addSubnet('fe80::', 10, 'ipv6');
  blocked.addSubnet('ff00::', 8, 'ipv6');
  blocked.addAddress('::', 'ipv6');
  blocked.addAddress('fd00:ec2::254', 'ipv6');
  return blocked;
}
const NOWHERE = nowhere();
