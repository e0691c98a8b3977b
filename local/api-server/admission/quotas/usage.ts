import type { JsonObject } from '../../../../ground/json/json.ts';
import { listAt, numberAt, objectAt, objectsAt, shown, textAt } from '../../../../ground/json/read-json.ts';
import type { StoredObject } from '../../contracts/kube-object.ts';
import { amountsOfPod, quantityOf, sumOf, type Amounts } from '../limit-ranges/amounts.ts';

const count = (number: number) => quantityOf(String(number));
const ENDED: ReadonlySet<string> = new Set(['Succeeded', 'Failed']);
/** Kinds that are also counted under their bare names. */
const ALIASES: ReadonlySet<string> = new Set(['configmaps', 'replicationcontrollers', 'resourcequotas', 'secrets']);

const isCounted = (name: string) => ['cpu', 'memory', 'ephemeral-storage'].includes(name) || name.startsWith('hugepages-');

/** What a pod with these requests and limits takes of a quota. */
export function computed(requests: Amounts, limits: Amounts): Amounts {
  const taken = new Map([['pods', count(1)]]);
  for (const [name, amount] of requests) if (isCounted(name)) taken.set(name, amount).set(`requests.${name}`, amount);
  for (const [name, amount] of requests) if (name.includes('/')) taken.set(`requests.${name}`, amount);
  for (const [name, amount] of limits) if (isCounted(name) && !name.startsWith('hugepages-')) taken.set(`limits.${name}`, amount);
  return taken;
}

function ofPod(pod: StoredObject): Amounts {
  if (ENDED.has(textAt(objectAt(pod, 'status'), 'phase'))) return new Map();
  const spec = objectAt(pod, 'spec') ?? {};
  return computed(amountsOfPod(spec, 'requests'), amountsOfPod(spec, 'limits'));
}

function nodePorts(spec: JsonObject): number {
  const ports = objectsAt(spec, 'ports');
  const type = textAt(spec, 'type');
  if (type === 'NodePort') return ports.length;
  if (type !== 'LoadBalancer') return 0;
  return spec['allocateLoadBalancerNodePorts'] === false
    ? ports.filter((port) => (numberAt(port, 'nodePort') ?? 0) !== 0).length
    : ports.length;
}

function ofService(service: StoredObject): Amounts {
  const spec = objectAt(service, 'spec') ?? {};
  return new Map([
    ['services', count(1)],
    ['services.nodeports', count(nodePorts(spec))],
    ['services.loadbalancers', count(textAt(spec, 'type') === 'LoadBalancer' ? 1 : 0)],
  ]);
}

function ofClaim(claim: StoredObject): Amounts {
  const spec = objectAt(claim, 'spec') ?? {};
  const requested = objectAt(objectAt(spec, 'resources'), 'requests')?.['storage'];
  const own = new Map([
    ['persistentvolumeclaims', count(1)],
    ...(requested === undefined ? [] : [['requests.storage', quantityOf(requested)] as const]),
  ]);
  const storageClass = textAt(spec, 'storageClassName');
  const ofClass =
    storageClass === '' ? [] : [...own].map(([name, amount]) => [`${storageClass}.storageclass.storage.k8s.io/${name}`, amount] as const);
  return new Map([...own, ...ofClass]);
}

const KINDS: Readonly<Record<string, (object: StoredObject) => Amounts>> = {
  pods: ofPod,
  services: ofService,
  persistentvolumeclaims: ofClaim,
};

/** What an object takes of the quotas of its namespace; `resource` is its plural with its group. */
export const usageOf = (resource: string, object: StoredObject): Amounts =>
  sumOf([
    new Map([[`count/${resource}`, count(1)]]),
    KINDS[resource]?.(object) ?? (ALIASES.has(resource) ? new Map([[resource, count(1)]]) : new Map()),
  ]);

const isTerminating = (pod: StoredObject) => (numberAt(objectAt(pod, 'spec'), 'activeDeadlineSeconds') ?? -1) >= 0;
const isBestEffort = (pod: StoredObject) => {
  const spec = objectAt(pod, 'spec') ?? {};
  return amountsOfPod(spec, 'requests').size === 0 && amountsOfPod(spec, 'limits').size === 0;
};

function isOfClass(pod: StoredObject, selector: JsonObject): boolean {
  const name = textAt(objectAt(pod, 'spec'), 'priorityClassName');
  const values = new Set(listAt(selector, 'values').map(shown));
  switch (textAt(selector, 'operator')) {
    case 'In':
      return name !== '' && values.has(name);
    case 'NotIn':
      return !values.has(name);
    case 'DoesNotExist':
      return name === '';
    default:
      return name !== '';
  }
}

function isInScope(pod: StoredObject, selector: JsonObject): boolean {
  switch (textAt(selector, 'scopeName')) {
    case 'Terminating':
      return isTerminating(pod);
    case 'NotTerminating':
      return !isTerminating(pod);
    case 'BestEffort':
      return isBestEffort(pod);
    case 'NotBestEffort':
      return !isBestEffort(pod);
    case 'PriorityClass':
      return isOfClass(pod, selector);
    default:
      return false;
  }
}

/** Whether a quota is about this object: one with scopes is about the pods in all of them. */
export function isAbout(quota: StoredObject, object: StoredObject): boolean {
  const spec = objectAt(quota, 'spec');
  const scopes = [
    ...listAt(spec, 'scopes').map((scope): JsonObject => ({ scopeName: shown(scope), operator: 'Exists' })),
    ...objectsAt(objectAt(spec, 'scopeSelector'), 'matchExpressions'),
  ];
  return scopes.length === 0 || (object.kind === 'Pod' && scopes.every((scope) => isInScope(object, scope)));
}
