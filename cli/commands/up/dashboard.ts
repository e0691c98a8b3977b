import type { KubeObject } from '../../../kube/objects/resource.ts';
import type { LocalCluster } from '../../../local/cluster.ts';
import { DASHBOARD, SYSTEM_NAMESPACE } from '../../../model/names.ts';
import { forwardService, type ForwardedService } from '../../dashboard/forward-service.ts';
import { cannotListen } from '../../port.ts';

const PORT = 8484;

/**
 * The documents of a realm, with its dashboard at their end, so that nothing else waits for it; or without it. `shown`: there is one, and
 * it is wanted.
 */
export function withDashboard(
  all: readonly KubeObject[],
  wanted: boolean,
): { readonly documents: readonly KubeObject[]; readonly shown: boolean } {
  const isPart = ({ kind = '', metadata }: KubeObject): boolean =>
    ['Deployment', 'Service'].includes(kind) && metadata?.name === DASHBOARD && metadata.namespace === SYSTEM_NAMESPACE;
  const parts = wanted ? all.filter(isPart) : [];
  return { documents: [...all.filter((document) => !isPart(document)), ...parts], shown: parts.length > 0 };
}

/** Its address on this machine: on the port that was asked for, or else on 8484, or where that is taken on another. */
export async function openDashboard(
  { client, forward }: Pick<LocalCluster, 'client' | 'forward'>,
  wanted: number | undefined,
): Promise<ForwardedService> {
  const open = (port: number): Promise<ForwardedService> =>
    forwardService({ client, forward, service: { namespace: SYSTEM_NAMESPACE, name: DASHBOARD }, port });
  if (wanted === undefined) return open(PORT).catch(() => open(0));
  try {
    return await open(wanted);
  } catch (cause) {
    throw cannotListen(cause, wanted, '--dashboard-port');
  }
}
