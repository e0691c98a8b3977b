import type { StoredObject, StoredMeta } from '../contracts/kube-object.ts';
import { badRequest, conflict, invalid, STALE, StatusError } from '../contracts/status-error.ts';
import type { ResourceStrategy } from '../resources/strategy.ts';
import { specChanged } from '../resources/strategy.ts';
import { equal } from '../../../ground/json/equal.ts';
import type { ApiRequest, ServerParts, NamedRequest } from './request.ts';
import { timestamp } from '../../../ground/time/rfc3339.ts';

/** The order in which a real server writes them. */
const FIELDS = [
  'name',
  'generateName',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'labels',
  'annotations',
  'ownerReferences',
  'finalizers',
  'managedFields',
] as const;

/** The fields of metadata in their order, without those that are empty. */
export function ordered(metadata: StoredMeta): StoredMeta {
  const fields: Record<string, StoredMeta[(typeof FIELDS)[number]]> = {};
  for (const field of FIELDS) {
    const value = metadata[field];
    if (value !== undefined && value !== null && value !== '' && !isEmpty(value)) fields[field] = value;
  }
  return fields;
}

const isEmpty = (value: unknown) => typeof value === 'object' && value !== null && Object.keys(value).length === 0;

/** The object in the namespace that the path names. Throws if it names another. */
export function placed(object: StoredObject, { namespace, served }: ApiRequest): StoredObject {
  const own = object.metadata.namespace ?? '';
  if (!served.resource.namespaced) return own === '' ? object : { ...object, metadata: { ...object.metadata, namespace: undefined } };
  if (own !== '' && own !== namespace)
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  return { ...object, metadata: { ...object.metadata, namespace } };
}

/** The object with what the server sets on creation: name, uid, times, generation. */
export function born(
  object: StoredObject,
  { clock, newUid, newSuffix }: ServerParts,
  { generation = false }: ResourceStrategy,
): StoredObject {
  const { metadata } = object;
  const { name = '', generateName = '' } = metadata;
  const named = name === '' && generateName !== '' ? `${generateName.slice(0, 58)}${newSuffix()}` : name;
  return {
    ...object,
    metadata: ordered({
      ...metadata,
      name: named,
      uid: newUid(),
      creationTimestamp: timestamp(clock()),
      generation: generation ? 1 : metadata.generation,
      deletionTimestamp: undefined,
      deletionGracePeriodSeconds: undefined,
    }),
  };
}

export function assertNamed(object: StoredObject, { served }: ApiRequest): void {
  if (object.metadata.name !== undefined && object.metadata.name !== '') return;
  throw invalid(served.resource, '', [
    { reason: 'FieldValueRequired', message: 'Required value: name or generateName is required', field: 'metadata.name' },
  ]);
}

/** Throws if a new object says which version it is of. */
export function assertUnversioned({ metadata: { resourceVersion = '' } }: StoredObject): void {
  if (/^\d+$/.test(resourceVersion) && resourceVersion !== '0')
    throw new StatusError(500, undefined, 'resourceVersion should not be set on objects to be created');
}

/** Throws if the object of a PUT or patch is not the one that the path names. */
export function assertSameName(object: StoredObject, { name }: NamedRequest): void {
  const own = object.metadata.name ?? '';
  if (own === '') throw badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`);
  if (own !== name) throw badRequest(`the name of the object (${own}) does not match the name on the URL (${name})`);
}

/** Optimistic concurrency: throws if the writer has not seen the latest version, or means another object of the same name. */
export function assertFresh(object: StoredObject, old: StoredObject, { served, name, verb }: NamedRequest): void {
  const { resourceVersion = '', uid = '' } = object.metadata;
  if (resourceVersion === '' && served.definition)
    throw invalid({ group: served.resource.group, kind: served.resource.plural }, name, [
      { reason: 'FieldValueInvalid', message: 'Invalid value: 0: must be specified for an update', field: 'metadata.resourceVersion' },
    ]);
  if (resourceVersion !== '' && !/^\d+$/.test(resourceVersion))
    throw new StatusError(500, undefined, `strconv.ParseUint: parsing ${JSON.stringify(resourceVersion)}: invalid syntax`);
  if (resourceVersion !== '' && resourceVersion !== '0' && resourceVersion !== old.metadata.resourceVersion)
    throw conflict(served.resource, name, STALE);
  if (uid !== '' && uid !== old.metadata.uid && verb !== 'patch') {
    // a patch that changes it is refused as invalid
    const folder = old.metadata.namespace === undefined ? '' : `${old.metadata.namespace}/`;
    const key = `/registry/${served.resource.plural}/${folder}${name}`;
    const failed = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${old.metadata.uid ?? ''}`;
    throw conflict(
      served.resource,
      name,
      `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: ${failed}`,
    );
  }
}

/** The metadata that an update may not change is taken from the stored object; the generation goes up if the spec changed. */
export function continued(
  object: StoredObject,
  old: StoredObject,
  { generation = false, generationOfAnnotations = false, generationOfStatus = false }: ResourceStrategy,
): StoredObject {
  const counts =
    generation &&
    (specChanged(object, old) ||
      (generationOfAnnotations && !equal(object.metadata.annotations ?? {}, old.metadata.annotations ?? {})) ||
      (generationOfStatus && !equal(object['status'] ?? {}, old['status'] ?? {})));
  const { metadata: sent } = object;
  const { name, namespace, resourceVersion } = old.metadata;
  return {
    ...object,
    metadata: ordered({
      ...sent,
      name,
      namespace,
      resourceVersion,
      uid: (sent.uid ?? '') === '' ? old.metadata.uid : sent.uid,
      creationTimestamp: sent.creationTimestamp ?? old.metadata.creationTimestamp,
      deletionTimestamp: old.metadata.deletionTimestamp ?? sent.deletionTimestamp,
      deletionGracePeriodSeconds: sent.deletionGracePeriodSeconds ?? old.metadata.deletionGracePeriodSeconds,
      generation: counts ? (old.metadata.generation ?? 0) + 1 : old.metadata.generation,
    }),
  };
}

const stripped = ({ metadata: { managedFields: _fields, resourceVersion: _revision, ...metadata }, ...rest }: StoredObject) => ({
  ...rest,
  metadata,
});

/** Who owns which fields; when that came about is no news. */
const ownership = ({ metadata: { managedFields = [] } }: StoredObject) => managedFields.map((entry) => ({ ...entry, time: undefined }));

/** Whether a write would change nothing: if so, there is no new version and no event. */
export const unchanged = (object: StoredObject, old: StoredObject): boolean =>
  equal(stripped(object), stripped(old)) && equal(ownership(object), ownership(old));
