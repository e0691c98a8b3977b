import type { Client } from '../../kube/client/client.ts';
import { nameOf, type KubeObject, type Resource } from '../../kube/objects/resource.ts';
import { ownerReference, type ControllerOwner } from './owner-reference.ts';

/** Takes an object that nobody controls; refused by the server where it is another one by now. */
export async function adopt(client: Client, resource: Resource<KubeObject>, orphan: KubeObject, owner: ControllerOwner): Promise<void> {
  const { uid, resourceVersion, ownerReferences = [] } = orphan.metadata ?? {};
  await client.patch(resource, nameOf(orphan), {
    merge: { metadata: { uid, resourceVersion, ownerReferences: [...ownerReferences, ownerReference(owner)] } },
  });
}

/** Lets an object go that its controller's selector no longer chooses; refused like that too. */
export async function release(client: Client, resource: Resource<KubeObject>, held: KubeObject, owner: KubeObject): Promise<void> {
  const { uid, resourceVersion, ownerReferences = [] } = held.metadata ?? {};
  const others = ownerReferences.filter((reference) => reference.uid !== owner.metadata?.uid);
  await client.patch(resource, nameOf(held), { merge: { metadata: { uid, resourceVersion, ownerReferences: others } } });
}
