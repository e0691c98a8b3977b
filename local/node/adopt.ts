import type { Client } from '../../kube/client/client.ts';
import { nameOf, type KubeObject, type Resource } from '../../kube/objects/resource.ts';

export interface ControllerOwner {
  readonly apiVersion: string;
  readonly kind: string;
  readonly object: KubeObject;
}

/** Takes an object that nobody controls; refused by the server where it is another one by now. */
export async function adopt(
  client: Client,
  resource: Resource<KubeObject>,
  orphan: KubeObject,
  { apiVersion, kind, object }: ControllerOwner,
): Promise<void> {
  const reference = {
    apiVersion,
    kind,
    name: object.metadata?.name ?? '',
    uid: object.metadata?.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  };
  const { uid, resourceVersion, ownerReferences = [] } = orphan.metadata ?? {};
  await client.patch(resource, nameOf(orphan), {
    merge: { metadata: { uid, resourceVersion, ownerReferences: [...ownerReferences, reference] } },
  });
}
