import { isIP } from 'node:net';
import type { JsonObject } from '../../../ground/json/json.ts';
import { listAt, numberAt, objectAt, objectsAt, shown, textAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import type { ValidationRequest } from '../contracts/validating.ts';
import { duplicate, forbidden, invalidValue, notSupported, required } from './cause.ts';
import { labelCauses } from './metadata.ts';
import { dnsLabel, dnsSubdomain, portNumber } from './names.ts';
import { portCauses } from './probes.ts';

const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];

export function serviceCauses({ object, old }: ValidationRequest): readonly FailureCause[] {
  const spec = objectAt(object, 'spec') ?? {};
  const [type, affinity, internal] = [textAt(spec, 'type'), textAt(spec, 'sessionAffinity'), textAt(spec, 'internalTrafficPolicy')];
  const isHeadless = textAt(spec, 'clusterIP') === 'None';
  return [
    ...(isHeadless || type === 'ExternalName' || objectsAt(spec, 'ports').length > 0 ? [] : [required('spec.ports')]),
    ...headlessCauses(type, isHeadless),
    ...externalNameCauses(spec, type),
    ...portsCauses(spec, type),
    ...labelCauses(objectAt(spec, 'selector'), 'spec.selector'),
    ...(affinity === 'ClientIP' || affinity === 'None' ? [] : [notSupported('spec.sessionAffinity', affinity, ['ClientIP', 'None'])]),
    ...(TYPES.includes(type) ? [] : [notSupported('spec.type', type, TYPES)]),
    ...addressCauses(spec),
    ...(internal === '' || internal === 'Cluster' || internal === 'Local'
      ? []
      : [notSupported('spec.internalTrafficPolicy', internal, ['Cluster', 'Local'])]),
    ...(old ? fixedAddressCauses(spec, objectAt(old, 'spec') ?? {}) : []),
  ];
}

const headlessCauses = (type: string, isHeadless: boolean): readonly FailureCause[] =>
  isHeadless && (type === 'NodePort' || type === 'LoadBalancer')
    ? [invalidValue('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${type} services`)]
    : [];

function externalNameCauses(spec: JsonObject, type: string): readonly FailureCause[] {
  const name = textAt(spec, 'externalName').replace(/\.$/, '');
  if (type !== 'ExternalName') return [];
  return name === ''
    ? [required('spec.externalName')]
    : dnsSubdomain(name).map((problem) => invalidValue('spec.externalName', name, problem));
}

function portsCauses(spec: JsonObject, type: string): readonly FailureCause[] {
  const ports = objectsAt(spec, 'ports');
  const [names, numbers] = [new Set<string>(), new Set<string>()];
  const each = ports.flatMap((port, at) => [
    ...nameCauses(port, `spec.ports[${at}].name`, names, ports.length > 1),
    ...onePortCauses(port, `spec.ports[${at}]`, type),
  ]);
  const twice = ports.flatMap((port, at) => {
    const key = `${textAt(port, 'protocol')}/${numberAt(port, 'port')}`;
    const isTwice = numbers.has(key);
    numbers.add(key);
    return isTwice
      ? [
          duplicate(`spec.ports[${at}]`, {
            Name: '',
            Protocol: textAt(port, 'protocol'),
            AppProtocol: null,
            Port: numberAt(port, 'port') ?? 0,
            TargetPort: 0,
            NodePort: 0,
          }),
        ]
      : [];
  });
  return [...each, ...twice];
}

function nameCauses(port: JsonObject, field: string, taken: Set<string>, isNeeded: boolean): readonly FailureCause[] {
  const name = textAt(port, 'name');
  if (name === '') return isNeeded ? [required(field)] : [];
  const wrong = dnsLabel(name).map((problem) => invalidValue(field, name, problem));
  const isTaken = taken.has(name);
  taken.add(name);
  return wrong.length === 0 && isTaken ? [duplicate(field, name)] : wrong;
}

function onePortCauses(port: JsonObject, path: string, type: string): readonly FailureCause[] {
  const [number, protocol, target, node] = [
    numberAt(port, 'port') ?? 0,
    textAt(port, 'protocol'),
    port['targetPort'],
    numberAt(port, 'nodePort') ?? 0,
  ];
  return [
    ...portNumber(number).map((problem) => invalidValue(`${path}.port`, number, problem)),
    ...(PROTOCOLS.includes(protocol) ? [] : [notSupported(`${path}.protocol`, protocol, PROTOCOLS)]),
    ...(target === undefined ? [] : portCauses(target, `${path}.targetPort`)),
    ...(node !== 0 && (type === 'ClusterIP' || type === 'ExternalName')
      ? [forbidden(`${path}.nodePort`, `may not be used when \`type\` is '${type}'`)]
      : []),
  ];
}

/** The first address may be given alone. */
function addressCauses(spec: JsonObject): readonly FailureCause[] {
  const given = listAt(spec, 'clusterIPs').map(shown);
  const addresses = given.length > 0 ? given : [textAt(spec, 'clusterIP')].filter((address) => address !== '');
  return addresses.flatMap((address, at) =>
    address === 'None' || isIP(address) !== 0
      ? []
      : [invalidValue(`spec.clusterIPs[${at}]`, address, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)')],
  );
}

/** An address stays as long as the service needs one. */
function fixedAddressCauses(spec: JsonObject, old: JsonObject): readonly FailureCause[] {
  const [before, after] = [textAt(old, 'clusterIP'), textAt(spec, 'clusterIP')];
  if (before === '' || before === after || textAt(old, 'type') === 'ExternalName' || textAt(spec, 'type') === 'ExternalName') return [];
  const addresses = listAt(spec, 'clusterIPs');
  return [invalidValue('spec.clusterIPs[0]', addresses.length > 0 ? addresses : [after], 'may not change once set')];
}
