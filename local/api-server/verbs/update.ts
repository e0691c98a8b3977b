import type { StoredObject } from '../contracts/kube-object.ts';
import { badRequest, invalid, notFound } from '../contracts/status-error.ts';
import { trackUpdate } from '../patch/managed-fields.ts';
import type { ServedResource } from '../contracts/schema-source.ts';
import { keyOf } from '../store/store.ts';
import { collectionOf, inVersion } from '../registry.ts';
import { finalizersOfNamespace } from '../resources/namespaces.ts';
import { strategyOf } from '../resources/strategies.ts';
import { withField } from '../resources/strategy.ts';
import { isJsonObject, objectOrEmpty } from '../../../ground/json/json.ts';
import { listAt, objectAt } from '../../../ground/json/read-json.ts';
import { subjectOf, validate } from '../validation/validate.ts';
import { charge, judged, mutatedObject } from './admitted.ts';
import { insert, prepared } from './create.ts';
import { fitting } from './fits.ts';
import { Outdated } from './outdated.ts';
import { complain, complaintsAbout, decodeBody } from './decode.ts';
import { assertFresh, assertSameName, continued, placed, unchanged } from './metadata.ts';
import { writeOptions, type ParsedWriteOptions } from './options.ts';
import { timestamp } from '../../../ground/time/rfc3339.ts';
import { collectionFor, keyFor, type ServerParts, type NamedRequest, type VerbReply } from './request.ts';

/** The stored object in the version of the request; as of a revision for a frozen view. */
export function current(cluster: ServerParts, request: NamedRequest, frozen?: number): StoredObject {
  const collection = collectionFor(cluster, request);
  const found = frozen === undefined ? collection.get(keyFor(request)) : collection.asOf(frozen)?.get(keyFor(request));
  if (!found) throw notFound(request.served.resource, request.name);
  return inVersion(found, request.served.resource, cluster.conversions);
}

/** The object itself, for callers that have no request for it. */
export function storedObject(
  { store }: ServerParts,
  { resource }: ServedResource,
  namespace: string | undefined,
  name: string,
): StoredObject {
  const found = store.collection(collectionOf(resource)).get(keyOf(namespace, name));
  if (!found) throw notFound(resource, name);
  return found;
}

/** What remains to be written of an object that a client changed: the rest is the server's, or belongs to the other endpoint. */
function restrained(request: NamedRequest, object: StoredObject, old: StoredObject): StoredObject {
  const split = request.served.resource.subresources.some(({ name }) => name === 'status');
  const status = old['status'];
  if (request.subresource === 'status') {
    const only = {
      ...old,
      metadata: request.served.definition ? { ...old.metadata, managedFields: object.metadata.managedFields } : object.metadata,
      status: object['status'],
    };
    return continued(strategyOf(request.served).onStatus?.(only, old) ?? only, old, {});
  }
  if (request.subresource === 'ephemeralcontainers') return continued(withEphemeral(object, old), old, {});
  const decoded = strategyOf(request.served).onDecode?.(object) ?? object;
  return continued(split ? withField(decoded, 'status', isJsonObject(status) ? status : undefined) : decoded, old, {});
}

/** The old pod with the containers that the new one has been given. */
function withEphemeral(object: StoredObject, old: StoredObject): StoredObject {
  const { ephemeralContainers: _, ...spec } = objectOrEmpty(old['spec']);
  const containers = listAt(objectAt(object, 'spec'), 'ephemeralContainers');
  return {
    ...old,
    metadata: { ...old.metadata, managedFields: object.metadata.managedFields },
    spec: containers.length === 0 ? spec : { ...spec, ephemeralContainers: containers },
  };
}

/** What the server makes of a change. */
function settled(
  cluster: ServerParts,
  { served, subresource, user }: NamedRequest,
  object: StoredObject,
  old: StoredObject,
  dryRun: boolean,
): StoredObject {
  const strategy = strategyOf(served);
  if (subresource === 'status') return object;
  return continued(strategy.onUpdate?.(object, old, { store: cluster.store, clock: cluster.clock, dryRun, user }) ?? object, old, strategy);
}

/** Nothing holds it any more: the update that took the last finalizer away was the end of it. */
const mayGo = (object: StoredObject) =>
  object.metadata.deletionTimestamp !== undefined &&
  (object.metadata.finalizers ?? []).length === 0 &&
  (object.metadata.deletionGracePeriodSeconds ?? 0) === 0 &&
  finalizersOfNamespace(object).length === 0;

export interface Tracking {
  readonly options: ParsedWriteOptions;
  /** Server-side apply, and any write of a scale, have set managedFields themselves. */
  readonly tracked: boolean;
  /** What policies and webhooks see in place of the object, and what a webhook's change of that means for the object: a scale. */
  readonly shown?: {
    of(object: StoredObject): StoredObject;
    back(object: StoredObject, changed: StoredObject): StoredObject;
  };
}

const updateOf = (object: StoredObject, old: StoredObject, { shown, options: { dryRun } }: Tracking) => ({
  operation: 'UPDATE' as const,
  object: shown?.of(object) ?? object,
  old: shown?.of(old) ?? old,
  dryRun,
});

/** A changed object as mutating webhooks leave it: they may change no more of it than the client may. */
async function admitted(cluster: ServerParts, request: NamedRequest, object: StoredObject, old: StoredObject, tracking: Tracking) {
  if (!cluster.webhooks.any) return object;
  const left = await mutatedObject(cluster, request, updateOf(object, old, tracking));
  if (left === object) return object;
  return tracking.shown?.back(object, left) ?? restrained(request, left, old);
}

/** Throws Outdated where an object is not any more what a write began with. */
export function assertCurrent(cluster: ServerParts, request: NamedRequest, old: StoredObject): void {
  const live = collectionFor(cluster, request).get(keyFor(request));
  if (!live || inVersion(live, request.served.resource, cluster.conversions) !== old) throw new Outdated();
}

/** Stores a changed object: rules, validation, managedFields, and a new version only if there is something new. */
export async function replace(
  cluster: ServerParts,
  request: NamedRequest,
  changed: StoredObject,
  old: StoredObject,
  tracking: Tracking,
): Promise<VerbReply> {
  const { options, tracked } = tracking;
  const { served, subresource } = request;
  const { schema, resource } = served;
  const reply = (object: StoredObject): VerbReply => ({ code: 200, object: inVersion(object, resource, cluster.conversions) });
  assertFresh(changed, old, request);
  const wanted = restrained(request, changed, old);
  const writer = { manager: options.manager, time: timestamp(cluster.clock()), subresource };
  // [{}] clears the list.
  const forgets =
    (changed.metadata.managedFields ?? []).length === 1 && Object.keys(changed.metadata.managedFields?.[0] ?? {}).length === 0;
  const counted = forgets
    ? { ...wanted, metadata: { ...wanted.metadata, managedFields: undefined } }
    : tracked
      ? wanted
      : trackUpdate(old, wanted, schema.fields, writer);
  const sent = await admitted(cluster, request, counted, old, tracking);
  const next = settled(cluster, request, sent, old, options.dryRun);
  const causes = validate({
    served,
    object: next,
    old,
    subresource,
    expressions: cluster.policies.expressions,
    rules: cluster.rules.judge,
    warn: request.warn,
  });
  if (causes.length > 0) throw invalid(subjectOf(served), request.name, causes);
  const admission = updateOf(next, old, tracking);
  await judged(cluster, request, admission);
  await cluster.conversion?.keep(next);
  assertCurrent(cluster, request, old);
  charge(cluster, request, admission);
  const gone = mayGo(next);
  if (
    !gone &&
    !forgets &&
    unchanged(next, old) &&
    (!tracked || JSON.stringify(next.metadata.managedFields) === JSON.stringify(old.metadata.managedFields))
  )
    return reply(old);
  if (options.dryRun) return cluster.conversion ? { code: 200, object: cluster.conversion.written(next) } : reply(next);
  const collection = collectionOf(resource);
  const stored = cluster.store.put(collection, keyFor(request), fitting(cluster.toStorage(next)));
  if (gone) cluster.store.remove(collection, keyFor(request));
  return cluster.conversion ? { code: 200, object: cluster.conversion.written(stored) } : reply(stored);
}

export async function update(cluster: ServerParts, request: NamedRequest): Promise<VerbReply> {
  const options = writeOptions('UpdateOptions', request.query, request.userAgent);
  const { schema } = request.served;
  const { object: sent, duplicates } = await decodeBody(request.body, schema);
  const { object: pruned, complaints } = schema.prune(sent);
  const { kind, version } = schema.gvk;
  complain(
    complaintsAbout(complaints, duplicates),
    options.fieldValidation,
    (message) => badRequest(`${kind} in version "${version}" cannot be handled as a ${kind}: ${message}`),
    request.warn,
  );
  const object = placed(pruned, request);
  assertSameName(object, request);
  const old = collectionFor(cluster, request).get(keyFor(request));
  if (!old && strategyOf(request.served).createOnUpdate === true && request.subresource === undefined) {
    const made = prepared(cluster, request, { ...object, metadata: { ...object.metadata, resourceVersion: undefined } });
    return insert(
      cluster,
      request,
      trackUpdate(undefined, made, schema.fields, { manager: options.manager, time: timestamp(cluster.clock()) }),
      options.dryRun,
    );
  }
  return replace(cluster, request, schema.withDefaults(object), current(cluster, request), { options, tracked: false });
}
