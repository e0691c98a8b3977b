import type { Client } from '../../kube/client/client.ts';
import {
  configMaps,
  deployments,
  endpointSlices,
  leases,
  namespaces,
  pods,
  serviceAccounts,
  services,
} from '../../kube/objects/built-in.ts';
import type { KubeObject, Resource } from '../../kube/objects/resource.ts';
import type { TourSight } from './sight.ts';

/** Where the chapters look. */
export const TOUR_KINGDOM = 'kingdom-of-foobar';

const KNOWN: readonly Resource<KubeObject>[] = [
  configMaps,
  deployments,
  endpointSlices,
  leases,
  namespaces,
  pods,
  serviceAccounts,
  services,
];
const RESOURCES: ReadonlyMap<string, Resource<KubeObject>> = new Map(KNOWN.map((known) => [known.plural, known]));

/** The objects that a sight is about. Throws an ApiError where they cannot be listed. */
export async function lookAt(
  client: Client,
  { plural, name, namespace = TOUR_KINGDOM, labelSelector }: TourSight,
  signal: AbortSignal,
): Promise<readonly KubeObject[]> {
  const resource = RESOURCES.get(plural);
  if (resource === undefined) throw new Error(`a chapter looks at ${plural}, which is not among ${[...RESOURCES.keys()].join(', ')}`);
  const { items } = await client.list(resource, {
    ...(resource.namespaced ? { namespace } : {}),
    ...(name === undefined ? {} : { fieldSelector: `metadata.name=${name}` }),
    ...(labelSelector === undefined ? {} : { labelSelector }),
    signal,
  });
  return items;
}
