import { isJsonObject, objectOrEmpty, textOrEmpty, type Json, type JsonObject } from '../../../ground/json/json.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import { invalid } from '../contracts/status-error.ts';
import type { ObjectStore } from '../store/store.ts';
import type { ResourceStrategy, StrategyContext } from './strategy.ts';

const FIRST_NODE_PORT = 30_000;
const LAST_NODE_PORT = 32_767;
const LAST_ADDRESS = 0xfffe;

const specOf = (object: StoredObject): JsonObject => objectOrEmpty(object['spec']);
const portsOf = (spec: JsonObject): readonly JsonObject[] =>
  Array.isArray(spec['ports']) ? spec['ports'].filter((port) => isJsonObject(port)) : [];

function* specs(store: ObjectStore): Generator<JsonObject> {
  const services = store.collection('services');
  for (const key of services.keys('')) {
    const service = services.get(key);
    if (service) yield specOf(service);
  }
}

/** Cluster addresses come from 10.96.0.0/16; the first one is the API server's. */
function freeAddress(store: ObjectStore): string {
  const taken = new Set([...specs(store)].map((spec) => textOrEmpty(spec['clusterIP'])));
  for (let number = 2; number <= LAST_ADDRESS; number += 1) {
    const address = `10.96.${number >>> 8}.${number & 0xff}`;
    if (!taken.has(address)) return address;
  }
  throw invalid({ group: '', kind: 'Service' }, '', [
    { reason: 'FieldValueInvalid', message: 'Invalid value: "": failed to allocate a serviceIP: range is full', field: 'spec.clusterIPs' },
  ]);
}

function withNodePorts(spec: JsonObject, store: ObjectStore): readonly Json[] {
  const taken = new Set([...specs(store)].flatMap((other) => portsOf(other).map((port) => port['nodePort'])));
  let next = FIRST_NODE_PORT;
  return portsOf(spec).map((port) => {
    if (typeof port['nodePort'] === 'number' && port['nodePort'] !== 0) return port;
    while (taken.has(next)) next += 1;
    if (next > LAST_NODE_PORT)
      throw invalid({ group: '', kind: 'Service' }, '', [
        {
          reason: 'FieldValueInvalid',
          message: 'Invalid value: 0: failed to allocate a nodePort: range is full',
          field: 'spec.ports[0].nodePort',
        },
      ]);
    taken.add(next);
    return { ...port, nodePort: next };
  });
}

/** What the cluster assigns to a Service: its address, its families, its ports on the nodes. */
function assigned(object: StoredObject, { store }: StrategyContext): StoredObject {
  const spec = specOf(object);
  if (spec['type'] === 'ExternalName') return object;
  const requested = textOrEmpty(spec['clusterIP']);
  const isHeadless = requested === 'None';
  const clusterIP = requested === '' ? freeAddress(store) : requested;
  const hasSelector = isJsonObject(spec['selector']) && Object.keys(spec['selector']).length > 0;
  const dual = isHeadless && !hasSelector; // nobody knows of which family its endpoints will be
  const needsNodePorts =
    spec['type'] === 'NodePort' || (spec['type'] === 'LoadBalancer' && spec['allocateLoadBalancerNodePorts'] !== false);
  return {
    ...object,
    spec: {
      ...spec,
      clusterIP,
      clusterIPs: [clusterIP],
      ipFamilies: spec['ipFamilies'] ?? (dual ? ['IPv4', 'IPv6'] : ['IPv4']),
      ipFamilyPolicy: spec['ipFamilyPolicy'] ?? (dual ? 'RequireDualStack' : 'SingleStack'),
      ...(needsNodePorts ? { ports: withNodePorts(spec, store) } : {}),
    },
  };
}

const KEPT = ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy'];

export const services: ResourceStrategy = {
  answersDeleted: true,
  onCreate: assigned,
  onUpdate(object, old, world) {
    const [spec, before] = [specOf(object), specOf(old)];
    if (spec['type'] === 'ExternalName') return object;
    const kept = Object.fromEntries(
      KEPT.flatMap((field) => (spec[field] === undefined || spec[field] === '' ? [[field, before[field]]] : [])),
    );
    return assigned({ ...object, spec: { ...spec, ...kept } }, world);
  },
};
