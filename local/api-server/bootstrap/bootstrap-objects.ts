import { readFileSync } from 'node:fs';
import type { JsonObject } from '../../../ground/json/json.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import type { ServerParts } from '../verbs/request.ts';
import { keyOf } from '../store/store.ts';
import { putBootstrap } from './put-bootstrap.ts';

/** A role or binding that a new cluster has, as `scripts/write-bootstrap-roles.ts` found it on a real server. */
interface BootstrapRole extends JsonObject {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

const RBAC_VERSION = 'rbac.authorization.k8s.io/v1';
const NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

const bootstrapRoles = (): readonly BootstrapRole[] =>
  JSON.parse(readFileSync(new URL('roles.json', import.meta.url), 'utf8')) as BootstrapRole[];

function roleObject({ kind, name, namespace, labels, ...rest }: BootstrapRole): StoredObject {
  return {
    kind,
    apiVersion: RBAC_VERSION,
    metadata: {
      name,
      namespace,
      labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults', ...labels },
      annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
    },
    ...rest,
  };
}

const namespaceObject = (name: string): StoredObject => ({
  kind: 'Namespace',
  apiVersion: 'v1',
  metadata: { name, labels: { 'kubernetes.io/metadata.name': name } },
  spec: { finalizers: ['kubernetes'] },
  status: { phase: 'Active' },
});

const priorityClass = (name: string, value: number, description: string): StoredObject => ({
  kind: 'PriorityClass',
  apiVersion: 'scheduling.k8s.io/v1',
  metadata: { name, generation: 1 },
  value,
  description,
  preemptionPolicy: 'PreemptLowerPriority',
});
const PRIORITY_CLASSES: readonly StoredObject[] = [
  priorityClass('system-node-critical', 2_000_001_000, 'Used for system critical pods that must not be moved from their current node.'),
  priorityClass(
    'system-cluster-critical',
    2_000_000_000,
    'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
  ),
];

/** All of the cluster that could be well or not is this server and its store. */
const THIS_COMPONENT: StoredObject = {
  kind: 'ComponentStatus',
  apiVersion: 'v1',
  metadata: { name: 'store' },
  conditions: [{ type: 'Healthy', status: 'True', message: 'ok' }],
};

let made: readonly StoredObject[] | undefined;

/** Read when the first cluster begins. */
const objects = (): readonly StoredObject[] =>
  (made ??= [...NAMESPACES.map(namespaceObject), ...bootstrapRoles().map(roleObject), ...PRIORITY_CLASSES]);

/** What a cluster has before anybody has made anything. */
export function bootstrap(cluster: ServerParts): void {
  for (const object of objects()) putBootstrap(cluster, object);
  cluster.store.put('componentstatuses', keyOf(undefined, THIS_COMPONENT.metadata.name ?? ''), THIS_COMPONENT);
}
