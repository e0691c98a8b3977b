import { sideBySide } from '../../ground/time/side-by-side.ts';
import type { Client } from '../../kube/client/client.ts';
import { configMaps, deployments } from '../../kube/objects/built-in.ts';
import { AUTO, configMap, fromConfigMap, workload } from '../../test/controllers/config-reload/objects.ts';

const SOURCE = { namespace: 'default', name: 'shared' };
const SHARER = 'sharing-';
const AT_ONCE = 64;

/** So many workloads that one ConfigMap configures. */
export async function createSharers(client: Client, count: number): Promise<void> {
  await client.create(configMaps, configMap(SOURCE.name, { key: 'first' }));
  const names = Array.from({ length: count }, (_, number) => `${SHARER}${number}`);
  await sideBySide(names, AT_ONCE, async (name) => {
    const { metadata } = await client.create(deployments, workload(name, { annotations: AUTO, pod: fromConfigMap(SOURCE.name) }));
    await makeAvailable(client, name, metadata?.generation);
  });
}

/** Changes what they share, and resolves when all of them have rolled. A node that is only played makes each available again at once. */
export async function changeOfSharers(client: Client, count: number, value: string): Promise<void> {
  const stop = new AbortController();
  const { resourceVersion } = await client.list(deployments, { namespace: SOURCE.namespace });
  const events = client.watch(deployments, { namespace: SOURCE.namespace, resourceVersion, signal: stop.signal });
  const written = client.patch(configMaps, SOURCE, { merge: { data: { key: value } } });
  const rolled = new Map<string, Promise<void>>();
  for await (const event of events) {
    if (event.type !== 'modified') continue;
    const { name = '', generation = 0 } = event.object.metadata ?? {};
    if (!name.startsWith(SHARER) || generation <= (event.object.status?.observedGeneration ?? 0)) continue;
    rolled.set(name, makeAvailable(client, name, generation));
    if (rolled.size === count) break;
  }
  stop.abort();
  await Promise.all([written, ...rolled.values()]);
}

async function makeAvailable(client: Client, name: string, generation: number | undefined): Promise<void> {
  const replicas = { replicas: 1, readyReplicas: 1, availableReplicas: 1, updatedReplicas: 1 };
  const status = { observedGeneration: generation, ...replicas };
  await client.patch(deployments, { namespace: SOURCE.namespace, name }, { merge: { status } }, { subresource: 'status' });
}
