import type { RequestUser } from '../auth/user.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import { invalid, type StatusError } from '../contracts/status-error.ts';
import { equal } from '../../../ground/json/equal.ts';

/** What a policy judges. */
export interface PolicyWrite {
  readonly operation: 'CONNECT' | 'CREATE' | 'DELETE' | 'UPDATE';
  readonly user: RequestUser;
  readonly subresource?: string;
  readonly object?: StoredObject;
  readonly old?: StoredObject;
}

/** Everything but these and the annotations is settled by the server. */
const FIXED = ['labels', 'ownerReferences', 'finalizers'] as const;
const EMPTY: Readonly<Record<(typeof FIXED)[number], object>> = { labels: {}, ownerReferences: [], finalizers: [] };

export const keepsItsPlace = (object: StoredObject, old: StoredObject): boolean =>
  FIXED.every((field) => equal(object.metadata[field] ?? (EMPTY[field] as never), old.metadata[field] ?? (EMPTY[field] as never)));

export const annotationsOnly = (object: StoredObject, old: StoredObject): boolean =>
  equal(object['spec'], old['spec']) && keepsItsPlace(object, old);

export function touchedAnnotations(object: StoredObject, old: StoredObject): readonly string[] {
  const before = old.metadata.annotations ?? {};
  const after = object.metadata.annotations ?? {};
  return Object.keys({ ...before, ...after }).filter((key) => before[key] !== after[key]);
}

/** The refusal of a policy whose binding has its name. */
export function denied(policy: string, { object, old }: PolicyWrite, reason: string, about = { group: '', kind: 'pods' }): StatusError {
  const message = `ValidatingAdmissionPolicy '${policy}' with binding '${policy}' denied request: ${reason}`;
  return invalid(about, object?.metadata.name ?? old?.metadata.name ?? '', [{ reason: '', message, field: '' }]);
}
