import { objectOrEmpty, type JsonObject } from '../../../ground/json/json.ts';
import type { StoredObject, ManagedFieldsEntry } from '../contracts/kube-object.ts';
import type { Writer } from '../contracts/patching.ts';
import { difference, fromFieldsV1, isEmpty, setOf, toFieldsV1, union, type FieldSet } from './field-set.ts';

/** Who owns which fields: one entry of managedFields, with its fields as a set. */
export interface FieldOwner {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly subresource?: string;
  readonly time?: string;
  readonly fields: FieldSet;
}
/** By identity: who, how, where; an applier stays the same whatever version it applies. */
export type Owners = ReadonlyMap<string, FieldOwner>;

export const ownerKey = ({ manager, operation, apiVersion, subresource = '' }: Omit<FieldOwner, 'fields' | 'time'>): string =>
  JSON.stringify([manager, operation, operation === 'Apply' ? '' : apiVersion, subresource]);

export const ownerOf = (
  { manager, subresource }: Writer,
  operation: FieldOwner['operation'],
  apiVersion: string,
): Omit<FieldOwner, 'fields' | 'time'> => ({
  manager,
  operation,
  apiVersion,
  ...(subresource !== undefined && subresource !== '' && { subresource }),
});

export function readOwners(entries: readonly ManagedFieldsEntry[] = []): Owners {
  return new Map(
    entries.map((entry) => {
      const owner: FieldOwner = {
        manager: entry.manager ?? '',
        operation: entry.operation === 'Apply' ? 'Apply' : 'Update',
        apiVersion: entry.apiVersion ?? '',
        ...(entry.subresource !== undefined && entry.subresource !== '' && { subresource: entry.subresource }),
        ...(entry.time !== undefined && { time: entry.time }),
        fields: fromFieldsV1(objectOrEmpty(entry.fieldsV1)),
      };
      return [ownerKey(owner), owner];
    }),
  );
}

/** Whether a client asks to forget all owners: an empty list, or a list of one empty entry. */
export const isReset = (entries: readonly ManagedFieldsEntry[] | undefined): boolean =>
  entries !== undefined && (entries.length === 0 || (entries.length === 1 && Object.keys(entries[0] ?? {}).length === 0));

const byEntry = (left: FieldOwner, right: FieldOwner): number => {
  const order = (owner: FieldOwner) => [owner.operation, owner.time ?? '', owner.manager, owner.apiVersion, owner.subresource ?? ''];
  const [a, b] = [order(left), order(right)];
  const at = a.findIndex((part, index) => part !== b[index]);
  return at === -1 ? 0 : (a[at] ?? '') < (b[at] ?? '') ? -1 : 1;
};

/** Appliers first, then by time, then by name. */
const writeOwners = (owners: Owners): readonly ManagedFieldsEntry[] =>
  [...owners.values()].sort(byEntry).map(({ manager, operation, apiVersion, time, fields, subresource }) => ({
    manager,
    operation,
    apiVersion,
    ...(time !== undefined && { time }),
    fieldsType: 'FieldsV1' as const,
    fieldsV1: toFieldsV1(fields),
    ...(subresource !== undefined && { subresource }),
  }));

/** The object with these owners; without any, the field is not there. */
export function withOwners(object: StoredObject, owners: Owners): StoredObject {
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata: owners.size === 0 ? metadata : { ...metadata, managedFields: writeOwners(owners) } };
}

/** What belongs to the server, and never to a manager. */
const SERVERS_OWN: FieldSet = [
  ['apiVersion'],
  ['kind'],
  ['metadata'],
  ...['name', 'namespace', 'creationTimestamp', 'selfLink', 'uid', 'clusterName', 'generation', 'managedFields', 'resourceVersion'].map(
    (name) => ['metadata', name],
  ),
]
  .map((path) => setOf(...path.map((name) => `f:${name}`)))
  .reduce(union);

export const managed = (fields: FieldSet): FieldSet => difference(fields, SERVERS_OWN);

export const withoutEmpty = (owners: Owners): Owners => new Map([...owners].filter(([, { fields }]) => !isEmpty(fields)));

const MOST_UPDATERS = 10;

/** Ten updaters are remembered by name; what older ones changed is put together as `ancient-changes`. */
export function capUpdaters(owners: Owners): Owners {
  const updaters = [...owners]
    .filter(([, { operation }]) => operation === 'Update')
    .sort(([, a], [, b]) => byEntry({ ...a, apiVersion: '' }, { ...b, apiVersion: '' }));
  const capped = new Map(owners);
  const firsts = new Map<string, string>();
  let count = updaters.length;
  for (const [key, owner] of updaters) {
    if (count <= MOST_UPDATERS) break;
    const first = firsts.get(owner.apiVersion);
    if (first === undefined) firsts.set(owner.apiVersion, key);
    else {
      const bucket: FieldOwner = {
        manager: 'ancient-changes',
        operation: 'Update',
        apiVersion: owner.apiVersion,
        ...(owner.time !== undefined && { time: owner.time }),
        fields: owner.fields,
      };
      const bucketKey = ownerKey(bucket);
      const before = capped.get(bucketKey) ?? capped.get(first);
      capped.delete(first);
      capped.delete(key);
      capped.set(bucketKey, { ...bucket, fields: before ? union(owner.fields, before.fields) : owner.fields });
      count -= 1;
    }
  }
  return capped;
}

export const asObject = (object: StoredObject): JsonObject => {
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
};
