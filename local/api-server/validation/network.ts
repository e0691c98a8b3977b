import { BlockList, isIP } from 'node:net';
import type { JsonObject } from '../../../ground/json/json.ts';
import { listAt, numberAt, objectAt, objectsAt, shown, textAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import type { ValidationRequest } from '../contracts/validating.ts';
import { duplicate, forbidden, invalidValue, notSupported, required } from './cause.ts';
import { dnsLabel, portName, portNumber } from './names.ts';
import { selectorCauses } from './selectors.ts';

const BAD_IP = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';
const BAD_CIDR = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';
const spec = (object: JsonObject) => objectAt(object, 'spec') ?? {};

interface Block {
  readonly address: string;
  readonly bits: number;
  readonly family: 'ipv4' | 'ipv6';
}

function blockOf(cidr: string): Block | undefined {
  const [address = '', bits = ''] = cidr.split('/');
  const version = isIP(address);
  return version !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128)
    ? { address, bits: Number(bits), family: version === 4 ? 'ipv4' : 'ipv6' }
    : undefined;
}

const isInside = (inner: Block, outer: Block): boolean => {
  const list = new BlockList();
  list.addSubnet(outer.address, outer.bits, outer.family);
  return inner.family === outer.family && inner.bits > outer.bits && list.check(inner.address, inner.family);
};

function ipBlockCauses(block: JsonObject, path: string): readonly FailureCause[] {
  const cidr = textAt(block, 'cidr');
  if (cidr === '') return [required(`${path}.cidr`)];
  const outer = blockOf(cidr);
  if (!outer) return [invalidValue(`${path}.cidr`, cidr, BAD_CIDR)];
  return listAt(block, 'except').flatMap((except, at) => {
    const inner = blockOf(shown(except));
    if (!inner) return [invalidValue(`${path}.except[${at}]`, except, BAD_CIDR)];
    return isInside(inner, outer) ? [] : [invalidValue(`${path}.except[${at}]`, except, 'must be a strict subset of `cidr`')];
  });
}

function peerCauses(peer: JsonObject, path: string): readonly FailureCause[] {
  const [block, pods, namespaces] = [objectAt(peer, 'ipBlock'), objectAt(peer, 'podSelector'), objectAt(peer, 'namespaceSelector')];
  if (!block && !pods && !namespaces) return [required(path, 'must specify a peer')];
  if (block && (pods ?? namespaces)) return [forbidden(path, 'may not specify both ipBlock and another peer')];
  return [
    ...(pods ? selectorCauses(pods, `${path}.podSelector`) : []),
    ...(namespaces ? selectorCauses(namespaces, `${path}.namespaceSelector`) : []),
    ...(block ? ipBlockCauses(block, `${path}.ipBlock`) : []),
  ];
}

function policyPortCauses(entry: JsonObject, path: string): readonly FailureCause[] {
  const [protocol, port, end] = [textAt(entry, 'protocol'), entry['port'], numberAt(entry, 'endPort')];
  const wrong = typeof port === 'number' ? portNumber(port) : typeof port === 'string' ? portName(port) : [];
  return [
    ...(['TCP', 'UDP', 'SCTP'].includes(protocol) ? [] : [notSupported(`${path}.protocol`, protocol, ['TCP', 'UDP', 'SCTP'])]),
    ...wrong.map((problem) => invalidValue(`${path}.port`, port, problem)),
    ...(end !== undefined && port === undefined ? [required(`${path}.port`, 'must be specified when `endPort` is specified')] : []),
    ...(end !== undefined && typeof port === 'number' && end < port
      ? [invalidValue(`${path}.endPort`, port, 'must be greater than or equal to `port`')]
      : []),
  ];
}

export function networkPolicyCauses({ object }: ValidationRequest): readonly FailureCause[] {
  const rules = (field: 'egress' | 'ingress', peers: 'from' | 'to') =>
    objectsAt(spec(object), field).flatMap((rule, at) => [
      ...objectsAt(rule, 'ports').flatMap((port, index) => policyPortCauses(port, `spec.${field}[${at}].ports[${index}]`)),
      ...objectsAt(rule, peers).flatMap((peer, index) => peerCauses(peer, `spec.${field}[${at}].${peers}[${index}]`)),
    ]);
  const types = listAt(spec(object), 'policyTypes').flatMap((type, at) =>
    type === 'Ingress' || type === 'Egress' ? [] : [notSupported(`spec.policyTypes[${at}]`, type, ['Ingress', 'Egress'])],
  );
  return [
    ...selectorCauses(objectAt(spec(object), 'podSelector'), 'spec.podSelector'),
    ...rules('ingress', 'from'),
    ...rules('egress', 'to'),
    ...types,
  ];
}

const ADDRESS_TYPES = ['FQDN', 'IPv4', 'IPv6'];

export function endpointSliceCauses({ object, old }: ValidationRequest): readonly FailureCause[] {
  const type = textAt(object, 'addressType');
  const families = type === 'IPv4' ? [4] : type === 'IPv6' ? [6] : [0, 4, 6];
  const names = new Set<string>();
  const ports = objectsAt(object, 'ports').flatMap((port, at) => {
    const name = textAt(port, 'name');
    const isTaken = names.has(name);
    names.add(name);
    const wrong = name === '' ? [] : dnsLabel(name);
    return isTaken ? [duplicate(`ports[${at}].name`, name)] : wrong.map((problem) => invalidValue(`ports[${at}].name`, name, problem));
  });
  const endpoints = objectsAt(object, 'endpoints').flatMap((endpoint, at) => {
    const addresses = listAt(endpoint, 'addresses').map(shown);
    if (addresses.length === 0) return [required(`endpoints[${at}].addresses`, 'must contain at least 1 address')];
    return addresses.flatMap((address, index) =>
      families.includes(isIP(address))
        ? []
        : [invalidValue(`endpoints[${at}].addresses[${index}]`, address, isIP(address) === 0 ? BAD_IP : `must be an ${type} address`)],
    );
  });
  const changed = old && textAt(old, 'addressType') !== type ? [invalidValue('addressType', type, 'field is immutable')] : [];
  return [
    ...(type === ''
      ? [required('addressType')]
      : ADDRESS_TYPES.includes(type)
        ? [...endpoints, ...ports]
        : [notSupported('addressType', type, ADDRESS_TYPES)]),
    ...changed,
  ];
}
