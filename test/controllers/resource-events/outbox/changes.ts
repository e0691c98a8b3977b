import { makeChange } from '../../../../controllers/resource-events/change/make-change.ts';
import type { Message } from '../../../../events/message.ts';
import type { ChangedResource, ChangeType, ResourceChange } from '../../../../events/resource-change.ts';
import { DEPLOYMENTS, NOON } from '../objects.ts';

const state = (text: string): Uint8Array => Buffer.from(JSON.stringify(text));

/** A change of an object, by its uid; `then` and `now` are texts. */
export function changeOf(
  type: ChangeType,
  uid: string,
  resourceVersion: number,
  states: { readonly then?: string; readonly now?: string; readonly changed?: readonly string[]; readonly resource?: ChangedResource } = {},
): ResourceChange {
  const { then, now, changed = [], resource = DEPLOYMENTS } = states;
  return makeChange(
    { clusterId: 'east', resource, now: () => NOON },
    {
      type,
      object: { uid, namespace: 'default', name: uid, resourceVersion: String(resourceVersion) },
      onlyOnce: type === 'deleted',
      ...(then === undefined ? {} : { then: state(then) }),
      ...(now === undefined ? {} : { now: state(now) }),
      changed,
    },
  );
}

/** A message that carries the change itself, for buses that look into it. */
export interface ChangeMessage extends Message {
  readonly change: ResourceChange;
}

export const encodeWhole = (change: ResourceChange): ChangeMessage => ({
  id: change.id,
  key: change.key,
  body: Buffer.from(`${change.type} ${change.object.uid} ${change.object.resourceVersion}`),
  contentType: 'text/plain',
  attributes: new Map(),
  about: change,
  change,
});

export const bodyOf = ({ body }: Message): string => Buffer.from(body).toString();
