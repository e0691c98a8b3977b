import { apiVersionOf, keyOf, nameOf, resourceTitle, type KubeObject, type Resource } from '../../../kube/objects/resource.ts';
import type { Parts, ReconcileContext } from '../definition.ts';
import { messageOf } from '../../../ground/text/message-of.ts';
import { UsageError } from '../flags/flags.ts';
import { heldBy, isHeld, releasedBy } from './finalizer.ts';
import { BY_OWNER, createOwnedChildren, type OwnedChildren } from './owned-children.ts';
import { withOwnFields } from './owned-part.ts';
import { OWNED_LABEL, ownerKeys, ownerUids } from './owner-mark.ts';
import { isRecord } from '../../../ground/json/json.ts';
import type { DeclareOwned, Owns } from './owning.ts';
import { createStatusWriter } from './status-writer.ts';

export interface OwnsContext extends Pick<Parts, 'follow' | 'wall' | 'recordEvent'> {
  /** The controller's name. */
  readonly name: string;
  /** Told of what is to be owned by whom. */
  readonly declare: DeclareOwned;
  /** Who is noted as owner of fields. */
  readonly manager: string;
}

export const createOwns =
  ({ follow, wall, recordEvent, name, manager, declare }: OwnsContext): Owns =>
  (owner, resources, reconcile, options = {}) => {
    const wrong = resources.find(({ namespaced }) => owner.namespaced && !namespaced);
    if (wrong !== undefined)
      throw new UsageError(`${resourceTitle(owner)} cannot own ${resourceTitle(wrong)}: what is in a namespace owns what is in the same`);
    const { finalize, finalizer = `${owner.group}/${name}`, childrenFirst = false, conflicts = 'force', namespaces } = options;
    const owners = follow(owner, { namespaces, keys: ({ object }) => [keyOf(object)] });
    const keysOf = ownerKeys(owner);
    const collections = resources.map((resource) => ({
      resource,
      store: follow(resource, {
        namespaces,
        labelSelector: `${OWNED_LABEL}=${name}`,
        transform: withOwnFields(manager),
        indexes: { [BY_OWNER]: ownerUids },
        keys: (delta) => new Set([...keysOf(delta.object), ...(delta.type === 'updated' ? keysOf(delta.old) : [])]),
      }),
    }));
    declare(owner, resources, options);
    const children = createOwnedChildren({
      owner,
      resources,
      mark: name,
      collections,
      manager,
      conflicts,
      onConflict: (object, message) => recordEvent({ resource: owner, object }, { type: 'Warning', reason: 'FieldConflict', message }),
    });
    const statuses = createStatusWriter(owner, wall);

    const leave = async (object: NonNullable<ReturnType<typeof owners.get>>, turn: ReconcileContext): Promise<void> => {
      if (!isHeld(object, finalizer)) return;
      if (childrenFirst && !(await children.remove(turn.client, object))) return; // the last of them wakes the key
      try {
        await finalize?.(object, { ...turn, child: childIn(children, object) });
      } catch (error) {
        await statuses.write(turn.client, object, failedStatus(object, messageOf(error)));
        throw error;
      }
      await turn.client.patch(owner, nameOf(object), { json: releasedBy(object, finalizer) });
    };

    return async (key, turn) => {
      const seen = owners.get(key);
      if (seen === undefined || seen.metadata?.deletionTimestamp !== undefined) {
        if (seen !== undefined) await leave(seen, turn);
        else for (const memory of [children, statuses]) memory.forget(key);
        return 'on-change';
      }
      const holds = finalize !== undefined || childrenFirst;
      const object =
        holds && !isHeld(seen, finalizer) ? await turn.client.patch(owner, nameOf(seen), { json: heldBy(seen, finalizer) }) : seen;
      let status: object | undefined;
      const outcome = await reconcile(object, {
        ...turn,
        children: (wishes) => children.have(turn.client, object, wishes),
        child: childIn(children, object),
        status: (wish) => void (status = wish),
      });
      if (status !== undefined) await statuses.write(turn.client, object, status);
      return outcome;
    };
  };

/** Finds the children of an owner. */
const childIn =
  (children: OwnedChildren, owner: KubeObject) =>
  <Child extends KubeObject>(resource: Resource<Child>, name?: string): Child | undefined => {
    const found = children
      .of(owner)
      .filter((child) => apiVersionOf(child.resource) === apiVersionOf(resource) && child.resource.plural === resource.plural)
      .filter(({ object }) => name === undefined || object.metadata?.name === name);
    if (found.length > 1) throw new TypeError(`${keyOf(owner)} owns ${found.length} ${resourceTitle(resource)}: say which, by its name`);
    return found[0]?.object as Child | undefined; // of that resource, and so of its type
  };

/** The status as it is, and why the clean-up has failed. */
function failedStatus(owner: KubeObject & { readonly status?: unknown }, message: string): object {
  const { conditions: _, observedGeneration: __, ...fields } = isRecord(owner.status) ? owner.status : {};
  return { ...fields, conditions: { Finalized: [false, 'FinalizeFailed', message] } };
}
