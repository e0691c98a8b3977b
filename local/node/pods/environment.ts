import type { ConfigMap, Pod, Secret } from '../../../kube/objects/built-in.ts';
import { expand } from './expand.ts';

type Container = NonNullable<Pod['spec']>['containers'][number];
type Variable = NonNullable<Container['env']>[number];

/** What else a variable may speak of. */
export interface EnvironmentSources {
  configMap(name: string): ConfigMap | undefined;
  secret(name: string): Secret | undefined;
  readonly podIP: string;
  readonly nodeName: string;
}

export type Environment =
  | { readonly ok: true; readonly variables: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly problem: string };

/** The environment that a container's specification asks for, in its order: later variables see earlier ones. */
export function environmentOf(pod: Pod, container: Container, around: EnvironmentSources): Environment {
  const variables: Record<string, string> = {};
  for (const source of container.envFrom ?? []) {
    const { configMapRef, secretRef, prefix = '' } = source;
    const data = configMapRef ? around.configMap(configMapRef.name ?? '')?.data : decoded(around.secret(secretRef?.name ?? ''));
    const reference = configMapRef ?? secretRef;
    if (data === undefined && reference?.optional !== true)
      return { ok: false, problem: `${configMapRef ? 'configmap' : 'secret'} "${reference?.name ?? ''}" not found` };
    for (const [key, value] of Object.entries(data ?? {})) variables[`${prefix}${key}`] = value;
  }
  for (const variable of container.env ?? []) {
    const value =
      variable.valueFrom === undefined
        ? { ok: true as const, text: expand(variable.value ?? '', variables) }
        : referred(pod, variable, around);
    if (!value.ok) return value;
    if (value.text !== undefined) variables[variable.name] = value.text;
  }
  return { ok: true, variables };
}

type Referred = { readonly ok: true; readonly text: string | undefined } | { readonly ok: false; readonly problem: string };

function referred(pod: Pod, { valueFrom }: Variable, around: EnvironmentSources): Referred {
  const { fieldRef, configMapKeyRef, secretKeyRef, resourceFieldRef } = valueFrom ?? {};
  if (fieldRef) return field(pod, fieldRef.fieldPath, around);
  if (resourceFieldRef)
    return { ok: false, problem: `resourceFieldRef ${resourceFieldRef.resource} is not supported here: write the value instead` };
  const [kind, reference] = configMapKeyRef ? (['configmap', configMapKeyRef] as const) : (['secret', secretKeyRef] as const);
  const name = reference?.name ?? '';
  const data = kind === 'configmap' ? around.configMap(name)?.data : decoded(around.secret(name));
  const text = data?.[reference?.key ?? ''];
  if (text !== undefined || reference?.optional === true) return { ok: true, text };
  return {
    ok: false,
    problem:
      data === undefined
        ? `${kind} "${name}" not found`
        : `couldn't find key ${reference?.key ?? ''} in ${kind} ${pod.metadata?.namespace ?? ''}/${name}`,
  };
}

function field({ metadata, spec }: Pod, path: string, { podIP, nodeName }: EnvironmentSources): Referred {
  const keyed = /^metadata\.(?<map>labels|annotations)\['(?<key>.+)'\]$/.exec(path)?.groups;
  if (keyed) return { ok: true, text: (keyed['map'] === 'labels' ? metadata?.labels : metadata?.annotations)?.[keyed['key'] ?? ''] ?? '' };
  const known: Readonly<Record<string, string | undefined>> = {
    'metadata.name': metadata?.name,
    'metadata.namespace': metadata?.namespace,
    'metadata.uid': metadata?.uid,
    'spec.nodeName': nodeName,
    'spec.serviceAccountName': spec?.serviceAccountName ?? 'default',
    'status.podIP': podIP,
    'status.podIPs': podIP,
    'status.hostIP': podIP,
    'status.hostIPs': podIP,
  };
  return Object.hasOwn(known, path)
    ? { ok: true, text: known[path] ?? '' }
    : { ok: false, problem: `fieldRef ${path} is not supported here` };
}

const decoded = (secret: Secret | undefined): Readonly<Record<string, string>> | undefined =>
  secret === undefined
    ? undefined
    : Object.fromEntries(Object.entries(secret.data ?? {}).map(([key, value]) => [key, Buffer.from(value, 'base64').toString('utf8')]));
