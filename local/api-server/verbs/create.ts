import type { StoredObject } from '../contracts/kube-object.ts';
import { alreadyExists, badRequest, invalid } from '../contracts/status-error.ts';
import { trackUpdate } from '../patch/managed-fields.ts';
import { collectionOf, inVersion } from '../registry.ts';
import { strategyOf } from '../resources/strategies.ts';
import { without } from '../resources/strategy.ts';
import { keyOf } from '../store/store.ts';
import { subjectOf, validate } from '../validation/validate.ts';
import { admit, charge, granted, judged } from './admitted.ts';
import { assertMayCreate } from './may-create.ts';
import { mutatedUnborn } from './mutated-unborn.ts';
import { fitting } from './fits.ts';
import { complain, complaintsAbout, decodeBody } from './decode.ts';
import { assertNamed, assertUnversioned, born, placed } from './metadata.ts';
import { writeOptions, type ParsedWriteOptions } from './options.ts';
import { timestamp } from '../../../ground/time/rfc3339.ts';
import type { ApiRequest, ServerParts, VerbReply } from './request.ts';

const hasStatus = ({ served }: ApiRequest) => served.resource.subresources.some(({ name }) => name === 'status');

/** A new object with everything that the client could have said: managedFields are about this much. */
export function prepared(cluster: ServerParts, request: ApiRequest, sent: StoredObject): StoredObject {
  const strategy = strategyOf(request.served);
  const { schema } = request.served;
  // An empty status is written as kinds have it.
  const bare = hasStatus(request) && sent['status'] !== undefined ? schema.prune(without(sent, 'status')).object : sent;
  const decoded = strategy.onDecode?.(bare) ?? bare;
  return schema.withDefaults(born(placed(decoded, request), cluster, strategy));
}

/** Stores a prepared object; the last thing that can go wrong is that it is there already. */
export async function insert(cluster: ServerParts, request: ApiRequest, complete: StoredObject, dryRun: boolean): Promise<VerbReply> {
  const { served, namespace } = request;
  admit(cluster, { ...request, name: complete.metadata.name }, { operation: 'CREATE', object: complete });
  const given = await mutatedUnborn(cluster, request, granted(cluster, request, complete), dryRun);
  const world = { store: cluster.store, clock: cluster.clock, dryRun, user: request.user };
  const object = strategyOf(served).onCreate?.(given, world) ?? given;
  assertNamed(object, request);
  const causes = validate({ served, object, expressions: cluster.policies.expressions, rules: cluster.rules.judge, warn: request.warn });
  if (causes.length > 0) throw invalid(subjectOf(served), object.metadata.name ?? '', causes);
  assertMayCreate(cluster, request, object.metadata.name ?? '');
  const named = { ...request, name: object.metadata.name };
  const admission = { operation: 'CREATE', object, dryRun } as const;
  await judged(cluster, named, admission);
  charge(cluster, named, admission);
  await cluster.conversion?.keep(object);
  const key = keyOf(namespace, object.metadata.name ?? '');
  const collection = collectionOf(served.resource);
  if (!dryRun) assertUnversioned(object);
  const there = cluster.store.collection(collection).get(key);
  if (there) throw alreadyExists(served.resource, object.metadata.name ?? '', there.metadata.deletionTimestamp !== undefined);
  const form = cluster.toStorage(object);
  const stored = dryRun ? form : cluster.store.put(collection, key, fitting(form));
  return {
    code: 201,
    object: cluster.conversion?.written(stored) ?? inVersion(dryRun ? object : stored, served.resource, cluster.conversions),
  };
}

export async function create(cluster: ServerParts, request: ApiRequest): Promise<VerbReply> {
  const options: ParsedWriteOptions = writeOptions('CreateOptions', request.query, request.userAgent);
  const { schema } = request.served;
  const { object: sent, duplicates } = await decodeBody(request.body, schema);
  const { object, complaints } = schema.prune(sent);
  const { kind, version } = schema.gvk;
  complain(
    complaintsAbout(complaints, duplicates),
    options.fieldValidation,
    (message) => badRequest(`${kind} in version "${version}" cannot be handled as a ${kind}: ${message}`),
    request.warn,
  );
  const made = prepared(cluster, request, object);
  const tracked = trackUpdate(undefined, made, schema.fields, { manager: options.manager, time: timestamp(cluster.clock()) });
  return insert(cluster, request, tracked, options.dryRun);
}
