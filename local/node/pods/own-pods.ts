import { ApiError } from '../../../kube/errors/api-error.ts';
import { pods, type Pod } from '../../../kube/objects/built-in.ts';
import type { Client } from '../../../kube/client/client.ts';
import { nameOf } from '../../../kube/objects/resource.ts';
import { isNamespaceGoing, refusalText } from '../refusal.ts';
import type { PodEvent } from './pod-event.ts';

/** Makes a pod of a workload, and tells of it in the words of Kubernetes' controllers. */
export async function createPod(client: Client, pod: Pod, tell: (event: PodEvent) => void): Promise<void> {
  try {
    const created = await client.create(pods, pod);
    tell({ type: 'Normal', reason: 'SuccessfulCreate', message: `Created pod: ${created.metadata?.name ?? ''}` });
  } catch (error) {
    if (ApiError.is(error) && !isNamespaceGoing(error))
      tell({ type: 'Warning', reason: 'FailedCreate', message: `Error creating: ${refusalText(error)}` });
    throw error;
  }
}

/** Deletes this pod, and not another one of its name; and tells of it like that. */
export async function deletePod(client: Client, pod: Pod, tell: (event: PodEvent) => void): Promise<void> {
  try {
    await deleteExactly(client, pod);
  } catch (error) {
    if (ApiError.is(error) && !ApiError.is(error, 'not-found'))
      tell({ type: 'Warning', reason: 'FailedDelete', message: `Error deleting: ${refusalText(error)}` });
    throw error;
  }
  tell({ type: 'Normal', reason: 'SuccessfulDelete', message: `Deleted pod: ${pod.metadata?.name ?? ''}` });
}

/** The same, and nothing is told. */
export const deleteExactly = (client: Client, pod: Pod): Promise<void> =>
  client.delete(pods, nameOf(pod), pod.metadata?.uid === undefined ? {} : { uid: pod.metadata.uid });
