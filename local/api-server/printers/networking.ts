import type { JsonObject } from '../../../ground/json/json.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import { listAt, numberAt, objectAt, objectsAt, shown, textAt } from '../../../ground/json/read-json.ts';
import { AGE, NAME, text, wide, type Column } from './column.ts';
import { labelsText, selectorOrNone } from './selector-text.ts';

const SHOWN = 3;
const spec = (object: JsonObject) => objectAt(object, 'spec');
const balancers = (object: JsonObject): string => {
  const ingress = objectsAt(objectAt(objectAt(object, 'status'), 'loadBalancer'), 'ingress');
  return [...new Set(ingress.map((entry) => textAt(entry, 'ip') || textAt(entry, 'hostname')).filter((address) => address !== ''))]
    .sort((a, b) => (a < b ? -1 : 1))
    .join(',');
};

function externalIp(service: StoredObject): string {
  const own = listAt(spec(service), 'externalIPs').map(shown);
  switch (textAt(spec(service), 'type')) {
    case 'ClusterIP':
    case 'NodePort':
      return own.join(',') || '<none>';
    case 'LoadBalancer':
      return [balancers(service), ...own].filter((address) => address !== '').join(',') || '<pending>';
    case 'ExternalName':
      return textAt(spec(service), 'externalName');
    default:
      return '<unknown>';
  }
}

const portText = (port: JsonObject) => {
  const nodePort = numberAt(port, 'nodePort') ?? 0;
  return `${numberAt(port, 'port') ?? 0}${nodePort > 0 ? `:${nodePort}` : ''}/${textAt(port, 'protocol')}`;
};

const withMore = (list: readonly string[], count = list.length): string =>
  `${list.slice(0, SHOWN).join(',')}${count > SHOWN ? ` + ${count - SHOWN} more...` : ''}`;

const hostPort = (ip: string, port: number | undefined) => (ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`);

/** Each address with each port. */
function endpoints(object: StoredObject): string {
  const subsets = objectsAt(object, 'subsets');
  if (subsets.length === 0) return '<none>';
  return withMore(
    subsets.flatMap((subset) => {
      const addresses = objectsAt(subset, 'addresses').map((address) => textAt(address, 'ip'));
      const ports = objectsAt(subset, 'ports');
      return ports.length === 0
        ? addresses
        : ports.flatMap((port) => addresses.map((address) => hostPort(address, numberAt(port, 'port'))));
    }),
  );
}

function hosts(ingress: StoredObject): string {
  const rules = objectsAt(spec(ingress), 'rules');
  const named = rules
    .slice(0, SHOWN)
    .map((rule) => textAt(rule, 'host'))
    .filter((host) => host !== '');
  return named.length === 0 ? '*' : `${named.join(',')}${rules.length > SHOWN ? ` + ${rules.length - SHOWN} more...` : ''}`;
}

function ingressClassName({ metadata }: StoredObject): string {
  return `${metadata.name ?? ''}${metadata.annotations?.['ingressclass.kubernetes.io/is-default-class'] === 'true' ? ' (default)' : ''}`;
}

function parameters(object: StoredObject): string {
  const found = objectAt(spec(object), 'parameters');
  const group = textAt(found, 'apiGroup');
  return found ? `${textAt(found, 'kind')}${group === '' ? '' : `.${group}`}/${textAt(found, 'name')}` : '<none>';
}

function parent(object: StoredObject): string {
  const found = objectAt(spec(object), 'parentRef');
  if (!found) return '<none>';
  const [group, namespace] = [textAt(found, 'group'), textAt(found, 'namespace')];
  return (
    `${textAt(found, 'resource')}${group === '' ? '' : `.${group}`}`.toLowerCase() +
    `${namespace === '' ? '' : `/${namespace}`}/${textAt(found, 'name')}`
  );
}

export const NETWORK_COLUMNS: Readonly<Record<string, readonly Column[]>> = {
  services: [
    NAME,
    text('Type', (object) => textAt(spec(object), 'type')),
    text('Cluster-IP', (object) => shown(listAt(spec(object), 'clusterIPs')[0] ?? '<none>')),
    text('External-IP', externalIp),
    text('Port(s)', (object) => objectsAt(spec(object), 'ports').map(portText).join(',') || '<none>'),
    AGE,
    wide('Selector', (object) => labelsText(objectAt(spec(object), 'selector'))),
  ],
  endpoints: [NAME, text('Endpoints', endpoints), AGE],
  'endpointslices.discovery.k8s.io': [
    NAME,
    text('AddressType', (object) => textAt(object, 'addressType')),
    text('Ports', (object) => withMore(objectsAt(object, 'ports').map((port) => shown(port['port'] ?? port['name'] ?? '*'))) || '<unset>'),
    text(
      'Endpoints',
      (object) => withMore(objectsAt(object, 'endpoints').flatMap((endpoint) => listAt(endpoint, 'addresses').map(shown))) || '<unset>',
    ),
    AGE,
  ],
  'ingresses.networking.k8s.io': [
    NAME,
    text('Class', (object) => textAt(spec(object), 'ingressClassName') || '<none>'),
    text('Hosts', hosts),
    text('Address', balancers),
    text('Ports', (object) => (objectsAt(spec(object), 'tls').length > 0 ? '80, 443' : '80')),
    AGE,
  ],
  'ingressclasses.networking.k8s.io': [
    { ...NAME, cell: ingressClassName },
    text('Controller', (object) => textAt(spec(object), 'controller')),
    text('Parameters', parameters),
    AGE,
  ],
  'networkpolicies.networking.k8s.io': [NAME, text('Pod-Selector', (object) => selectorOrNone(objectAt(spec(object), 'podSelector'))), AGE],
  'ipaddresses.networking.k8s.io': [NAME, text('ParentRef', parent)],
  'servicecidrs.networking.k8s.io': [NAME, text('CIDRs', (object) => listAt(spec(object), 'cidrs').map(shown).join(',')), AGE],
};
