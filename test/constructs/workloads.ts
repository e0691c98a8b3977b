import { REPLICAS_ANNOTATION } from '../../model/keys.ts';
import { readRange } from '../../model/workers-range.ts';
import type { Manifest } from './manifests.ts';

/** A pod template, as far as the checks look into it. */
export interface Template {
  readonly name: string;
  /** Of a range, the lower end. */
  readonly replicas: number;
  readonly strategy: string;
  readonly selector: RenderedLabels;
  readonly labels: RenderedLabels;
  readonly namespace: string;
  readonly spec: PodSpec;
  readonly containers: readonly RenderedContainer[];
}
export type RenderedLabels = Readonly<Record<string, string>>;
interface PodSpec {
  readonly containers: readonly RenderedContainer[];
  readonly serviceAccountName?: string;
  readonly restartPolicy?: string;
  readonly volumes?: readonly Readonly<Record<string, unknown>>[];
  readonly affinity?: { readonly podAntiAffinity?: unknown };
  readonly topologySpreadConstraints?: readonly unknown[];
  readonly securityContext: { readonly runAsUser: number; readonly sysctls?: unknown };
  readonly [field: string]: unknown;
}
export interface RenderedContainer {
  readonly name: string;
  readonly image: string;
  readonly args: readonly string[];
  readonly imagePullPolicy: string;
  readonly env: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: Readonly<Record<string, unknown>> }[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number; readonly hostPort?: number }[];
  readonly livenessProbe: Probe;
  readonly readinessProbe: Probe;
  readonly resources: Readonly<Record<'requests' | 'limits', RenderedLabels>>;
  readonly volumeMounts?: readonly {
    readonly name: string;
    readonly mountPath: string;
    readonly readOnly?: boolean;
    readonly subPath?: string;
  }[];
  readonly securityContext: {
    readonly privileged: boolean;
    readonly allowPrivilegeEscalation: boolean;
    readonly readOnlyRootFilesystem: boolean;
    readonly runAsNonRoot: boolean;
    readonly runAsUser: number;
    readonly runAsGroup: number;
    readonly capabilities: { readonly drop: readonly string[]; readonly add?: readonly string[] };
    readonly seccompProfile: { readonly type: string };
    readonly procMount?: string;
  };
}
interface Probe {
  readonly httpGet: { readonly path: string; readonly port: number };
  readonly initialDelaySeconds?: number;
  readonly periodSeconds: number;
  readonly failureThreshold: number;
}

interface DeploymentSpec {
  readonly replicas?: number;
  readonly strategy: { readonly type: string };
  readonly selector: { readonly matchLabels: RenderedLabels };
  readonly template: { readonly metadata: { readonly labels: RenderedLabels }; readonly spec: PodSpec };
}

export const templatesOf = (manifests: readonly Manifest[]): readonly Template[] =>
  manifests
    .filter(({ kind }) => kind === 'Deployment')
    .map(({ metadata, spec: deployment }) => {
      const range = readRange(metadata.annotations?.[REPLICAS_ANNOTATION] ?? '');
      const { replicas = range?.from ?? 1, strategy, selector, template } = deployment as DeploymentSpec;
      return {
        name: metadata.name,
        namespace: metadata.namespace ?? '',
        replicas,
        strategy: strategy.type,
        selector: selector.matchLabels,
        labels: template.metadata.labels,
        spec: template.spec,
        containers: template.spec.containers,
      };
    });

export const selects = (selector: RenderedLabels, labels: RenderedLabels): boolean =>
  Object.entries(selector).every(([key, value]) => labels[key] === value);
