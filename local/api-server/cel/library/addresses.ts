import { isIPv4, isIPv6 } from 'node:net';
import { CelError } from '../values/cel-error.ts';
import type { Library } from '../types/functions.ts';
import { traversal } from '../values/operators.ts';
import { Opaque } from '../values/value.ts';
import { bitsOf, ipText, type Bits } from './ip-bits.ts';

class Ip extends Opaque {
  readonly type = 'net.IP';
  readonly bits: Bits;
  constructor(bits: Bits) {
    super();
    this.bits = bits;
  }
  equals(other: Opaque): boolean {
    return other instanceof Ip && other.bits.family === this.bits.family && other.bits.value === this.bits.value;
  }
}

class Cidr extends Opaque {
  readonly type = 'net.CIDR';
  readonly bits: Bits;
  readonly length: number;
  constructor(bits: Bits, length: number) {
    super();
    this.bits = bits;
    this.length = length;
  }
  equals(other: Opaque): boolean {
    return (
      other instanceof Cidr &&
      other.length === this.length &&
      other.bits.family === this.bits.family &&
      other.bits.value === this.bits.value
    );
  }
}

const width = ({ family }: Bits) => (family === 4 ? 32 : 128);
const head = (bits: Bits, length: number) => bits.value >> BigInt(width(bits) - length);
const MAPPED = /^::ffff:\d+\.\d+\.\d+\.\d+$/i;

/** Why a text is not an address; undefined where it is one. */
function ipProblem(text: string): string | undefined {
  const where = `IP Address ${JSON.stringify(text)}`;
  if (text.includes('%')) return `${where} with zone value is not allowed`;
  if (MAPPED.test(text)) return `IPv4-mapped IPv6 address ${JSON.stringify(text)} is not allowed`;
  if (isIPv4(text) || isIPv6(text)) return undefined;
  return `${where} parse error during conversion from string: ParseAddr(${JSON.stringify(text)}): unable to parse IP`;
}

function ip(text: string): Ip {
  const problem = ipProblem(text);
  if (problem !== undefined) throw new CelError(problem);
  return new Ip(bitsOf(text));
}

function cidrProblem(text: string): string | undefined {
  const told = (why: string) =>
    `network address parse error during conversion from string: netip.ParsePrefix(${JSON.stringify(text)}): ${why}`;
  const slash = text.lastIndexOf('/');
  if (slash < 0) return told("no '/'");
  const [address, length] = [text.slice(0, slash), text.slice(slash + 1)];
  if (MAPPED.test(address)) return `IPv4-mapped IPv6 address ${JSON.stringify(text)} is not allowed`;
  if (!isIPv4(address) && !isIPv6(address)) return told(`ParseAddr(${JSON.stringify(address)}): unable to parse IP`);
  if (!/^(0|[1-9]\d{0,2})$/.test(length)) return told(`bad bits after slash: ${JSON.stringify(length)}`);
  return Number(length) > width(bitsOf(address)) ? told('prefix length out of range') : undefined;
}

function cidr(text: string): Cidr {
  const problem = cidrProblem(text);
  if (problem !== undefined) throw new CelError(`network address parse error during conversion from string: ${problem}`);
  const slash = text.lastIndexOf('/');
  return new Cidr(bitsOf(text.slice(0, slash)), Number(text.slice(slash + 1)));
}

const containsIp = ({ bits, length }: Cidr, { bits: other }: Ip) =>
  bits.family === other.family && head(bits, length) === head(other, length);
const containsCidr = (one: Cidr, other: Cidr) => one.length <= other.length && containsIp(one, new Ip(other.bits));

const masked = ({ bits, length }: Cidr) => {
  const free = BigInt(width(bits) - length);
  return new Cidr({ ...bits, value: (bits.value >> free) << free }, length);
};

const within = ({ bits }: Ip, ...networks: readonly string[]) => networks.some((network) => containsIp(cidr(network), new Ip(bits)));
const isUnspecified = ({ bits }: Ip) => bits.value === 0n;
const isLoopback = (address: Ip) => within(address, '127.0.0.0/8', '::1/128');
const isLinkLocalMulticast = (address: Ip) =>
  within(address, '224.0.0.0/24') || (address.bits.family === 6 && ((address.bits.value >> 112n) & 0xff0fn) === 0xff02n);
const isLinkLocalUnicast = (address: Ip) => within(address, '169.254.0.0/16', 'fe80::/10');
const isGlobalUnicast = (address: Ip) =>
  !isUnspecified(address) &&
  !isLoopback(address) &&
  !isLinkLocalUnicast(address) &&
  !within(address, '224.0.0.0/4', 'ff00::/8', '255.255.255.255/32');

const length = () => 1;

export const addresses: Library = [
  ['ip(string) -> net.IP', ip, traversal],
  ['isIP(string) -> bool', (text: string) => ipProblem(text) === undefined, traversal],
  ['ip.isCanonical(string) -> bool', (text: string) => ipText(ip(text).bits) === text, (text: string) => Math.ceil(0.2 * text.length)],
  ['string(net.IP) -> string', ({ bits }: Ip) => ipText(bits)],
  ['net.IP.family() -> int', ({ bits }: Ip) => BigInt(bits.family)],
  ['net.IP.isUnspecified() -> bool', isUnspecified],
  ['net.IP.isLoopback() -> bool', isLoopback],
  ['net.IP.isLinkLocalMulticast() -> bool', isLinkLocalMulticast],
  ['net.IP.isLinkLocalUnicast() -> bool', isLinkLocalUnicast],
  ['net.IP.isGlobalUnicast() -> bool', isGlobalUnicast],
  ['cidr(string) -> net.CIDR', cidr, traversal],
  ['isCIDR(string) -> bool', (text: string) => cidrProblem(text) === undefined, traversal],
  ['string(net.CIDR) -> string', ({ bits, length: prefix }: Cidr) => `${ipText(bits)}/${prefix}`],
  ['net.CIDR.containsIP(string) -> bool', (network: Cidr, text: string) => containsIp(network, ip(text))],
  ['net.CIDR.containsIP(net.IP) -> bool', containsIp, length],
  ['net.CIDR.containsCIDR(string) -> bool', (network: Cidr, text: string) => containsCidr(network, cidr(text))],
  ['net.CIDR.containsCIDR(net.CIDR) -> bool', containsCidr],
  ['net.CIDR.ip() -> net.IP', ({ bits }: Cidr) => new Ip(bits)],
  ['net.CIDR.prefixLength() -> int', ({ length: prefix }: Cidr) => BigInt(prefix)],
  ['net.CIDR.masked() -> net.CIDR', masked],
];
