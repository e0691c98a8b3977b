import type { JsonObject } from '../../../ground/json/json.ts';
import { judged, mutated, type PolicyRequest } from './admitted.ts';
import type { ServerParts } from './request.ts';

const KINDS: Readonly<Record<string, string>> = {
  attach: 'PodAttachOptions',
  exec: 'PodExecOptions',
  portforward: 'PodPortForwardOptions',
  proxy: 'PodProxyOptions',
};

/** Throws a StatusError where a policy or a webhook refuses a connection to a pod. They see what it is about, not the pod. */
export async function obeyConnection(cluster: ServerParts, request: PolicyRequest, wish: JsonObject = {}): Promise<void> {
  if (cluster.policies.needs(request.served.resource)) await cluster.policies.load();
  const kind = KINDS[request.subresource ?? ''] ?? '';
  const object = { kind, apiVersion: 'v1', metadata: {}, ...wish };
  await mutated(cluster, request, { operation: 'CONNECT', object });
  await judged(cluster, request, { operation: 'CONNECT', object });
}
