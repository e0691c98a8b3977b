import type { ChangedObject, ChangedResource, ChangeType, ResourceChange, StateText } from '../../../events/resource-change.ts';
import { changeId } from './change-id.ts';
import { changeKey, resourceUid } from './identity.ts';

/** What all changes of a resource have in common. */
export interface ChangeSource {
  readonly clusterId: string;
  readonly resource: ChangedResource;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface ChangeFacts {
  readonly type: ChangeType;
  readonly object: ChangedObject;
  /** RFC 3339, as the object says it: when it was created, or when its deletion began. @default now */
  readonly happenedAt?: string;
  /** Is the uid all that tells this change from others? Of a deletion, where uids are unique. */
  readonly onlyOnce?: boolean;
  readonly then?: StateText;
  readonly now?: StateText;
  readonly changed?: readonly string[];
  readonly isReference?: boolean;
}

export function makeChange({ clusterId, resource, now: clock }: ChangeSource, facts: ChangeFacts): ResourceChange {
  const { type, object, happenedAt, onlyOnce = false, then, now, changed = [], isReference = false } = facts;
  const noticedAtMs = clock();
  const happenedAtMs = Date.parse(happenedAt ?? '');
  return {
    type,
    id: changeId({ clusterId, uid: object.uid, type, ...(onlyOnce ? {} : { resourceVersion: object.resourceVersion }) }),
    key: changeKey(clusterId, object.uid),
    clusterId,
    resource,
    object,
    happenedAtMs: Number.isNaN(happenedAtMs) ? noticedAtMs : happenedAtMs,
    noticedAtMs,
    ...(then === undefined ? {} : { then }),
    ...(now === undefined ? {} : { now }),
    changed,
    merged: 0,
    shrunk: false,
    ...(isReference ? { isReference } : {}),
  };
}

/** Nobody can tell what happened to the objects of a resource until this version, which is the first that is known again. */
export const makeGap = (source: ChangeSource, resourceVersion: string): ResourceChange =>
  makeChange(source, { type: 'gap', object: { uid: resourceUid(source.resource), name: '', resourceVersion } });
