import type { ConfigMap, Deployment, Secret } from '../../../kube/objects/built-in.ts';
import type { ObjectMeta } from '../../../kube/objects/resource.ts';
import type { CoreV1PodSpec as PodSpec } from '../../../kube/objects/kinds/core-v1.ts';

/** Builders: each names only what matters. */
export const configMap = (name: string, data: Readonly<Record<string, string>>, metadata: ObjectMeta = {}): ConfigMap => ({
  metadata: { namespace: 'default', name, ...metadata },
  data,
});

export const secret = (name: string, values: Readonly<Record<string, string>>, metadata: ObjectMeta = {}): Secret => ({
  metadata: { namespace: 'default', name, ...metadata },
  data: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, Buffer.from(value).toString('base64')])),
});

export interface WorkloadParts {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly template?: Readonly<Record<string, string>>;
  readonly namespace?: string;
  /** What the pods use. @default the ConfigMap `settings`, as environment */
  readonly pod?: PodSpec;
  readonly spec?: object;
}

export const AUTO = { 'reloader.stakater.com/auto': 'true' };

export const fromConfigMap = (name: string): PodSpec => ({
  containers: [{ name: 'main', image: 'none', envFrom: [{ configMapRef: { name } }] }],
});
export const fromSecret = (name: string): PodSpec => ({
  containers: [{ name: 'main', image: 'none', envFrom: [{ secretRef: { name } }] }],
});

export const podTemplate = (name: string, { template = {}, pod = fromConfigMap('settings') }: WorkloadParts) => ({
  metadata: { labels: { app: name }, annotations: template },
  spec: pod,
});

/** Of a Deployment; its spec is that of a DaemonSet and a StatefulSet as well, as far as it is one. */
export const workload = (name: string, parts: WorkloadParts = {}): Deployment => ({
  metadata: { namespace: parts.namespace ?? 'default', name, annotations: parts.annotations ?? AUTO },
  spec: { selector: { matchLabels: { app: name } }, template: podTemplate(name, parts), ...parts.spec },
});
