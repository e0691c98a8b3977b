import type { Json, JsonObject } from '../../../ground/json/json.ts';
import { listAt, objectAt, objectsAt, textAt } from '../../../ground/json/read-json.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import { groupResourceOf } from '../contracts/resource-info.ts';
import type { ServedResource } from '../contracts/schema-source.ts';
import { forbidden } from '../contracts/status-error.ts';
import { sentName } from './sent-name.ts';
import { keyOf, type ObjectStore } from '../store/store.ts';

const VOLUME = 'kube-api-access-';
const MOUNT_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
/** An hour, and seven seconds by which a token of this kind is known. */
const TOKEN_SECONDS = 3_607;
const MODE_0644 = 0o644;

/** What pods find of the cluster: their token, its authority, and in which namespace they are. */
const TOKEN_VOLUME: JsonObject = {
  sources: [
    { serviceAccountToken: { expirationSeconds: TOKEN_SECONDS, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    { downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
  ],
  defaultMode: MODE_0644,
};

const lacksMount = (container: JsonObject): boolean =>
  objectsAt(container, 'volumeMounts').every((mount) => textAt(mount, 'mountPath') !== MOUNT_PATH);

/** The spec with the token mounted wherever nothing else is. */
function mounted(spec: JsonObject, newSuffix: () => string): JsonObject {
  const volumes = objectsAt(spec, 'volumes');
  const known = volumes.map((volume) => textAt(volume, 'name')).find((name) => name.startsWith(VOLUME));
  const name = known ?? `${VOLUME}${newSuffix()}`;
  const mount = { name, readOnly: true, mountPath: MOUNT_PATH };
  const lists = ['initContainers', 'containers'].filter((list) => spec[list] !== undefined);
  const withMount = (container: JsonObject): JsonObject =>
    lacksMount(container) ? { ...container, volumeMounts: [...listAt(container, 'volumeMounts'), mount] } : container;
  const isNeeded = lists.some((list) => objectsAt(spec, list).some(lacksMount));
  return {
    ...spec,
    ...Object.fromEntries(lists.map((list) => [list, objectsAt(spec, list).map(withMount)])),
    ...(isNeeded && known === undefined ? { volumes: [...volumes, { name, projected: TOKEN_VOLUME }] } : {}),
  };
}

/** A new pod with its account, and what it needs to act as it. Throws a StatusError where there is no such account. */
export function withServiceAccount(pod: StoredObject, served: ServedResource, store: ObjectStore, newSuffix: () => string): StoredObject {
  if (groupResourceOf(served.resource) !== 'pods') return pod;
  const spec = objectAt(pod, 'spec') ?? {};
  const { namespace = '' } = pod.metadata;
  const name = textAt(spec, 'serviceAccountName') || 'default';
  const account = store.collection('serviceaccounts').get(keyOf(namespace, name));
  if (!account)
    throw forbidden(
      served.resource,
      sentName(pod),
      `error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`,
    );
  const mounts = spec['automountServiceAccountToken'] ?? account['automountServiceAccountToken'];
  const pullSecrets: readonly Json[] = listAt(spec, 'imagePullSecrets');
  const secrets = pullSecrets.length > 0 ? pullSecrets : listAt(account, 'imagePullSecrets');
  const named = {
    ...spec,
    serviceAccountName: name,
    serviceAccount: name, // its name of old
    ...(secrets.length === 0 ? {} : { imagePullSecrets: secrets }),
  };
  return { ...pod, spec: mounts === false ? named : mounted(named, newSuffix) };
}
