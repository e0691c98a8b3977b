import type { Json, JsonObject } from '../../../../ground/json/json.ts';

/** Volumes and mounts of a pod, by what is wrong with them. */
export interface VolumeCase {
  readonly volumes: Json;
  readonly mounts?: Json;
}

const one = (source: JsonObject, mounts?: Json): VolumeCase => ({
  volumes: [{ name: 'v', ...source }],
  ...(mounts === undefined ? {} : { mounts }),
});
const projected = (...sources: readonly JsonObject[]): VolumeCase => one({ projected: { sources } });
const named = { fieldRef: { fieldPath: 'metadata.name' } };

/** Each way by which a file can be written somewhere. */
const FORMS: Readonly<Record<string, (path: string) => VolumeCase>> = {
  'a ConfigMap': (path) => one({ configMap: { name: 'm', items: [{ key: 'k', path }] } }),
  'a Secret': (path) => one({ secret: { secretName: 's', items: [{ key: 'k', path }] } }),
  'a field of the pod': (path) => one({ downwardAPI: { items: [{ path, ...named }] } }),
  'a projected ConfigMap': (path) => projected({ configMap: { name: 'm', items: [{ key: 'k', path }] } }),
  'a projected Secret': (path) => projected({ secret: { name: 's', items: [{ key: 'k', path }] } }),
  'a projected field of the pod': (path) => projected({ downwardAPI: { items: [{ path, ...named }] } }),
  'a projected token': (path) => projected({ serviceAccountToken: { path } }),
  'a mount of a subPath': (subPath) => one({ emptyDir: {} }, [{ name: 'v', mountPath: '/m', subPath }]),
  'a mount of a subPathExpr': (subPathExpr) => one({ emptyDir: {} }, [{ name: 'v', mountPath: '/m', subPathExpr }]),
  'a host path': (path) => one({ hostPath: { path } }),
};
const PATHS = ['../../../x', '..data', '..data/x', '..', 'a/../b', '/x', '', 'a/..data'];

const downward = (item: JsonObject): VolumeCase => one({ downwardAPI: { items: [{ path: 'a', ...item }] } });
const map = (name: string, path: string): JsonObject => ({ configMap: { name, items: [{ key: 'k', path }] } });

export const VOLUME_CASES: Readonly<Record<string, VolumeCase>> = {
  ...Object.fromEntries(
    Object.entries(FORMS).flatMap(([form, of]) =>
      PATHS.map((path): [string, VolumeCase] => [`${form} at ${JSON.stringify(path)}`, of(path)]),
    ),
  ),
  'a projected source of two kinds': projected({ configMap: { name: 'm' }, secret: { name: 's' } }),
  'a projected source of no kind': projected({}),
  'a projected ConfigMap without a name': projected({ configMap: {} }),
  'a projected Secret without a name': projected({ secret: {} }),
  'a projected ConfigMap with a bad mode': projected({ configMap: { name: 'm', items: [{ key: 'k', path: 'a', mode: 9_999 }] } }),
  'two projected sources of a file': projected(map('m', 'a'), map('n', 'a')),
  'a projected token of a short life': projected({ serviceAccountToken: { path: 'a', expirationSeconds: 599 } }),
  'a projected token of a long life': projected({ serviceAccountToken: { path: 'a', expirationSeconds: 2 ** 32 + 1 } }),
  'a file of no field': downward({}),
  'a file of a field and a resource': downward({ ...named, resourceFieldRef: { containerName: 'c', resource: 'limits.cpu' } }),
  'a file of a field that no file can have': downward({ fieldRef: { fieldPath: 'spec.nodeName' } }),
  'a file of a field that is not there': downward({ fieldRef: { fieldPath: 'spec.foo' } }),
  'a file of a field without a path': downward({ fieldRef: { fieldPath: '' } }),
  'a file of a bad label': downward({ fieldRef: { fieldPath: "metadata.labels['a b']" } }),
  'a file of a resource of no container': downward({ resourceFieldRef: { resource: 'limits.cpu' } }),
  'a file of a resource that is not there': downward({ resourceFieldRef: { containerName: 'c', resource: 'limits.foo' } }),
  'a file of a field with a bad mode': downward({ mode: 9_999, ...named }),
  'a mount of a subPath and a subPathExpr': one({ emptyDir: {} }, [{ name: 'v', mountPath: '/m', subPath: 'a', subPathExpr: 'b' }]),
};
