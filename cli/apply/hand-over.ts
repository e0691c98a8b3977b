import { replicasManagers } from '../../controllers/demand/seen/replicas-owner.ts';
import { ApiError } from '../../kube/errors/api-error.ts';
import type { Client } from '../../kube/client/client.ts';
import type { Deployment } from '../../kube/objects/built-in.ts';
import { apiVersionOf, nameOf, type KubeObject, type Resource } from '../../kube/objects/resource.ts';
import { DEMAND_MANAGER, REPLICAS_ANNOTATION } from '../../model/keys.ts';
import { FIELD_MANAGER } from './apply-set.ts';

/**
 * The number of workers that a Deployment has, where `wanted` leaves it to demand from now on and we are who said it so far. An
 * apply that no longer names a field which nobody else has applied removes it, and the server then sets its default: one pod, until
 * the controller looks again. So the number is first handed to the controller's name (`handOver`).
 */
export function workersToHandOver(resource: Resource<KubeObject>, live: KubeObject, wanted: KubeObject): number | undefined {
  if (resource.group !== 'apps' || resource.kind !== 'Deployment') return undefined;
  const isLeft = wanted.metadata?.annotations?.[REPLICAS_ANNOTATION] !== undefined && replicasOf(wanted) === undefined;
  return isLeft && appliedByUs(live) ? replicasOf(live) : undefined;
}

const replicasOf = (object: KubeObject): number | undefined => (object as Deployment).spec?.replicas;

const appliedByUs = ({ metadata = {} }: KubeObject): boolean =>
  replicasManagers(metadata).some(({ manager, operation }) => manager === FIELD_MANAGER && operation === 'Apply');

/** The same object with so many workers: to ask the server what it will be once they have been handed over. */
export const withWorkers = (object: KubeObject, replicas: number): object => ({
  ...object,
  spec: { ...(object as Deployment).spec, replicas },
});

/** Says the number once more, in the name of the controller. Where another number has been set meanwhile, that is somebody's, and stays. */
export async function handOver(client: Client, resource: Resource<KubeObject>, live: KubeObject, replicas: number): Promise<void> {
  const apply = {
    apiVersion: apiVersionOf(resource),
    kind: resource.kind,
    metadata: { ...nameOf(live), uid: live.metadata?.uid },
    spec: { replicas },
  };
  try {
    await client.patch(resource, nameOf(live), { apply }, { fieldManager: DEMAND_MANAGER });
  } catch (error) {
    if (!ApiError.is(error, 'conflict')) throw error;
  }
}
