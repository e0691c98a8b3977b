import type { Client } from '../../kube/client/client.ts';
import {
  configMaps,
  deployments,
  endpointSlices,
  leases,
  namespaces,
  pods,
  replicaSets,
  serviceAccounts,
  services,
} from '../../kube/objects/built-in.ts';
import type { KubeObject, Resource } from '../../kube/objects/resource.ts';
import type { TourSight } from './sight.ts';

/** What the chapters look at. */
export const TOUR_KINGDOM = 'kingdom-of-foobar';

const RESOURCES: ReadonlyMap<string, Resource<KubeObject>> = new Map(
  [configMaps, deployments, endpointSlices, leases, namespaces, pods, replicaSets, serviceAccounts, services].map(
    (known: Resource<KubeObject>) => [known.plural, known],
  ),
);

/** What is looked at and not in the kingdom. */
const SYSTEM = 'civ-system';
const ELSEWHERE: ReadonlyMap<string, string> = new Map([['leases', SYSTEM]]);

/** The objects that a sight is about. Throws an ApiError where they cannot be listed. */
export async function lookAt(
  client: Client,
  { plural, name, labelSelector }: TourSight,
  signal: AbortSignal,
): Promise<readonly KubeObject[]> {
  const resource = RESOURCES.get(plural);
  if (resource === undefined) throw new Error(`a chapter looks at ${plural}, which is not among ${[...RESOURCES.keys()].join(', ')}`);
  const { items } = await client.list(resource, {
    ...(resource.namespaced ? { namespace: ELSEWHERE.get(plural) ?? TOUR_KINGDOM } : {}),
    ...(name === undefined ? {} : { fieldSelector: `metadata.name=${name}` }),
    ...(labelSelector === undefined ? {} : { labelSelector }),
    signal,
  });
  return items;
}
