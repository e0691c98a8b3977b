import { isJsonObject, type Json, type JsonObject } from '../../../../ground/json/json.ts';
import { listAt, objectAt, objectsAt } from '../../../../ground/json/read-json.ts';
import type { DefaultsTable } from './struct-defaults.ts';

/** Always where the image has the tag `latest`, or neither tag nor digest. */
const pullPolicy = (image: Json | undefined): string => {
  const [name = '', digest] = typeof image === 'string' ? image.split('@') : [];
  const tag = name.split('/').at(-1)?.split(':')[1];
  return tag === 'latest' || (tag === undefined && digest === undefined) ? 'Always' : 'IfNotPresent';
};

const CONTAINER = {
  imagePullPolicy: ({ image }: JsonObject) => pullPolicy(image),
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
};
const VOLUME_SOURCES_BESIDE = new Set(['name']);
const textOr = (value: Json | undefined): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const MODE_0644 = 0o644;
const CLIENT_IP_SECONDS = 10_800;
const INTERNAL_TYPES: ReadonlySet<Json | undefined> = new Set(['ClusterIP', 'NodePort', 'LoadBalancer']);
const isExternal = ({ type, externalIPs }: JsonObject) =>
  type === 'NodePort' || type === 'LoadBalancer' || (type === 'ClusterIP' && Array.isArray(externalIPs) && externalIPs.length > 0);

export const CORE_DEFAULTS: DefaultsTable = {
  'core.v1.Container': CONTAINER,
  'core.v1.EphemeralContainer': CONTAINER,
  'core.v1.Volume': { emptyDir: (volume) => (Object.keys(volume).every((name) => VOLUME_SOURCES_BESIDE.has(name)) ? {} : undefined) },
  'core.v1.ImageVolumeSource': { pullPolicy: ({ reference }) => pullPolicy(reference) },
  'core.v1.PodSpec': {
    dnsPolicy: 'ClusterFirst',
    restartPolicy: 'Always',
    securityContext: {},
    terminationGracePeriodSeconds: 30,
    schedulerName: 'default-scheduler',
    // One name under two: the older one is still written.
    serviceAccountName: ({ serviceAccount }) => serviceAccount,
    serviceAccount: ({ serviceAccountName }) => serviceAccountName,
  },
  'core.v1.Probe': { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 },
  'core.v1.HTTPGetAction': { path: '/', scheme: 'HTTP' },
  'core.v1.GRPCAction': { service: '' },
  'core.v1.SecretVolumeSource': { defaultMode: MODE_0644 },
  'core.v1.ConfigMapVolumeSource': { defaultMode: MODE_0644 },
  'core.v1.DownwardAPIVolumeSource': { defaultMode: MODE_0644 },
  'core.v1.ProjectedVolumeSource': { defaultMode: MODE_0644 },
  'core.v1.ServiceAccountTokenProjection': { expirationSeconds: 3_600 },
  'core.v1.HostPathVolumeSource': { type: '' },
  'core.v1.ObjectFieldSelector': { apiVersion: 'v1' },
  'core.v1.Secret': { type: 'Opaque' },
  'core.v1.PersistentVolumeSpec': { persistentVolumeReclaimPolicy: 'Retain', volumeMode: 'Filesystem' },
  'core.v1.PersistentVolumeStatus': { phase: 'Pending' },
  'core.v1.PersistentVolumeClaimSpec': { volumeMode: 'Filesystem' },
  'core.v1.PersistentVolumeClaimStatus': { phase: 'Pending' },
  'core.v1.EndpointPort': { protocol: 'TCP' },
  'core.v1.NamespaceStatus': { phase: 'Active' },
  // The plural came later: either one fills the other.
  'core.v1.NodeSpec': {
    podCIDRs: ({ podCIDR }) => (textOr(podCIDR) === undefined ? undefined : [textOr(podCIDR) ?? '']),
    podCIDR: (spec) => textOr(listAt(spec, 'podCIDRs')[0]),
  },
  'core.v1.PodStatus': {
    podIPs: ({ podIP }) => (textOr(podIP) === undefined ? undefined : [{ ip: textOr(podIP) ?? '' }]),
    podIP: (status) => textOr(objectsAt(status, 'podIPs')[0]?.['ip']),
  },
  'core.v1.NodeStatus': { allocatable: ({ capacity }) => capacity },
  'core.v1.ServiceSpec': {
    sessionAffinity: 'None',
    sessionAffinityConfig: ({ sessionAffinity }) =>
      sessionAffinity === 'ClientIP' ? { clientIP: { timeoutSeconds: CLIENT_IP_SECONDS } } : undefined,
    type: 'ClusterIP',
    externalTrafficPolicy: (spec) => (isExternal(spec) ? 'Cluster' : undefined),
    internalTrafficPolicy: ({ type }) => (INTERNAL_TYPES.has(type) ? 'Cluster' : undefined),
    allocateLoadBalancerNodePorts: ({ type }) => (type === 'LoadBalancer' ? true : undefined),
  },
  'core.v1.ServicePort': { protocol: 'TCP', targetPort: ({ port }) => port },
};

/** Requests follow limits, in pods only: in a template they would change what is compared. */
const withRequests = (container: JsonObject): JsonObject => {
  const resources = objectAt(container, 'resources');
  const limits = objectAt(resources, 'limits');
  return limits ? { ...container, resources: { ...resources, requests: { ...limits, ...objectAt(resources, 'requests') } } } : container;
};

const withHostPorts = (container: JsonObject): JsonObject =>
  container['ports'] === undefined
    ? container
    : {
        ...container,
        ports: objectsAt(container, 'ports').map((port) => ({ ...port, hostPort: port['hostPort'] ?? port['containerPort'] })),
      };

export function podDefaults(pod: JsonObject): JsonObject {
  const spec = objectAt(pod, 'spec');
  if (!spec) return pod;
  const both = (container: JsonObject) => (spec['hostNetwork'] === true ? withHostPorts(withRequests(container)) : withRequests(container));
  const lists = Object.fromEntries(
    ['initContainers', 'containers'].filter((list) => Array.isArray(spec[list])).map((list) => [list, objectsAt(spec, list).map(both)]),
  );
  return { ...pod, spec: { ...spec, ...lists, enableServiceLinks: spec['enableServiceLinks'] ?? true } };
}

/** A namespace is labelled with its own name. */
export function namespaceDefaults(namespace: JsonObject): JsonObject {
  const metadata = objectAt(namespace, 'metadata');
  const name = metadata?.['name'];
  if (typeof name !== 'string' || name === '') return namespace;
  return { ...namespace, metadata: { ...metadata, labels: { ...objectAt(metadata, 'labels'), 'kubernetes.io/metadata.name': name } } };
}

export function replicationControllerDefaults(controller: JsonObject): JsonObject {
  const spec = objectAt(controller, 'spec');
  const labels = objectAt(objectAt(objectAt(spec, 'template'), 'metadata'), 'labels');
  if (!spec || !isJsonObject(labels)) return controller;
  const metadata = objectAt(controller, 'metadata') ?? {};
  return {
    ...controller,
    metadata: { ...metadata, labels: metadata['labels'] ?? labels },
    spec: { ...spec, selector: spec['selector'] ?? labels },
  };
}
