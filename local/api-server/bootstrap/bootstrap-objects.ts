import { readFileSync } from 'node:fs';
import type { JsonObject } from '../../../ground/json/json.ts';
import type { StoredObject, StoredMeta } from '../contracts/kube-object.ts';
import { trackUpdate } from '../patch/managed-fields.ts';
import { collectionOf } from '../registry.ts';
import { keyOf } from '../store/store.ts';
import { timestamp } from '../../../ground/time/rfc3339.ts';
import type { ServerParts } from '../verbs/request.ts';

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

/** What a cluster has before anybody has made anything. */
export function bootstrap({ store, registry, clock, newUid }: ServerParts): void {
  for (const object of [...NAMESPACES.map(namespaceObject), ...bootstrapRoles().map(roleObject)]) {
    const [group = '', version = ''] = object.apiVersion.includes('/') ? object.apiVersion.split('/') : ['', object.apiVersion];
    const served = registry.ofKind(group, object.kind, version);
    if (!served) continue;
    const { name, namespace, ...more } = object.metadata;
    const metadata: StoredMeta = {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      uid: newUid(),
      creationTimestamp: timestamp(clock()),
      ...more,
    };
    const whole = trackUpdate(undefined, { ...object, metadata: { ...metadata } }, served.schema.fields, {
      manager: 'kube-apiserver',
      time: timestamp(clock()),
    });
    store.put(collectionOf(served.resource), keyOf(namespace, name ?? ''), whole);
  }
}
