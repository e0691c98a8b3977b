import type { JsonObject } from '../../../ground/json/json.ts';
import { obeyPolicies, type PolicyRequest } from './admitted.ts';
import type { ServerParts } from './request.ts';

const KINDS: Readonly<Record<string, string>> = {
  attach: 'PodAttachOptions',
  exec: 'PodExecOptions',
  portforward: 'PodPortForwardOptions',
  proxy: 'PodProxyOptions',
};

/** Throws a StatusError where a policy refuses a connection to a pod. Policies see what the connection is about, not the pod. */
export async function obeyConnection(cluster: ServerParts, request: PolicyRequest, wish: JsonObject = {}): Promise<void> {
  if (cluster.policies.needs(request.served.resource)) await cluster.policies.load();
  const kind = KINDS[request.subresource ?? ''] ?? '';
  const object = { kind, apiVersion: 'v1', metadata: {}, ...wish };
  obeyPolicies(cluster, request, { operation: 'CONNECT', object });
}
