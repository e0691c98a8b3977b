import type { Client } from '../../kube/client/client.ts';
import { pods, services } from '../../kube/objects/built-in.ts';
import { isReady } from '../../kube/objects/pod-ready.ts';
import { nameOf, type NamespacedName } from '../../kube/objects/resource.ts';

/** Where a Service leads: a pod of its, and the port of it. */
export interface ServiceTarget {
  readonly pod: NamespacedName;
  readonly port: number;
}

/** Where a Service leads now: to a ready pod if there is one, else to one that runs; undefined where none does. Rejects with ApiError. */
export async function serviceTarget(client: Client, name: NamespacedName, signal?: AbortSignal): Promise<ServiceTarget | undefined> {
  const { spec } = await client.get(services, name, { signal });
  const port = Number(spec?.ports?.[0]?.targetPort);
  const labelSelector = Object.entries(spec?.selector ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  if (labelSelector === '' || !Number.isInteger(port)) return undefined;
  const { items } = await client.list(pods, { namespace: name.namespace, labelSelector, signal });
  const running = items.filter(({ metadata, status }) => metadata?.deletionTimestamp === undefined && status?.phase === 'Running');
  const chosen = running.find(isReady) ?? running[0];
  return chosen === undefined ? undefined : { pod: nameOf(chosen), port };
}
