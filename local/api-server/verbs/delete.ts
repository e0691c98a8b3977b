import { objectOrEmpty, type Json, type JsonObject } from '../../../ground/json/json.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import { conflict, type FailureCause } from '../contracts/status-error.ts';
import { decodeProtobuf } from '../protobuf/decode.ts';
import { collectionOf, convertedLike, inVersion, type Conversions } from '../registry.ts';
import { finalizersOfNamespace } from '../resources/namespaces.ts';
import { strategyOf } from '../resources/strategies.ts';
import { badRequest } from '../contracts/status-error.ts';
import { admit, attemptOf, judged, mutated, obeyPolicies } from './admitted.ts';
import { jsonProblem } from '../contracts/json-problem.ts';
import { parseYaml } from './yaml.ts';
import { ordered } from './metadata.ts';
import { badOptions, dryRunProblems } from './options.ts';
import { timestamp } from '../../../ground/time/rfc3339.ts';
import { keyFor, type ApiRequest, type Body, type ServerParts, type NamedRequest, type VerbReply } from './request.ts';
import { assertCurrent, current, storedObject } from './update.ts';

export interface ParsedDeleteOptions {
  readonly gracePeriodSeconds?: number;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly propagation?: 'Background' | 'Foreground' | 'Orphan';
  /** The old way to ask for Orphan (true) or Background (false). */
  readonly orphanDependents?: boolean;
  /** Nothing was said, and the resource leaves what it owns then. */
  readonly leaves?: boolean;
  readonly dryRun: boolean;
}

const POLICIES: ReadonlySet<Json> = new Set<Json>(['Background', 'Foreground', 'Orphan']);

async function bodyOf({ bytes, mediaType }: Body): Promise<JsonObject> {
  if (bytes.length === 0) return {};
  if (mediaType === 'application/vnd.kubernetes.protobuf') return decodeProtobuf(bytes);
  const text = bytes.toString('utf8');
  try {
    const value = mediaType === 'application/yaml' ? await parseYaml(text) : (JSON.parse(text) as Json);
    return objectOrEmpty(value);
  } catch {
    throw badRequest(`couldn't get version/kind; json parse error: ${jsonProblem(text)}`);
  }
}

/** From the body, or else from the query. */
export async function deleteOptions({ body, query, served, warn }: ApiRequest): Promise<ParsedDeleteOptions> {
  const sent = await bodyOf(body);
  const requested: JsonObject =
    Object.keys(sent).length > 0
      ? sent
      : {
          ...(query.has('gracePeriodSeconds') ? { gracePeriodSeconds: Number(query.get('gracePeriodSeconds')) } : {}),
          ...(query.has('propagationPolicy') ? { propagationPolicy: query.get('propagationPolicy') } : {}),
          ...(query.has('orphanDependents') ? { orphanDependents: query.get('orphanDependents') === 'true' } : {}),
          ...(query.has('dryRun') ? { dryRun: query.getAll('dryRun') } : {}),
        };
  const { gracePeriodSeconds, propagationPolicy, orphanDependents, preconditions, dryRun } = requested;
  const modes = Array.isArray(dryRun) ? dryRun.map(String) : [];
  const causes: FailureCause[] = [...dryRunProblems(modes)];
  if (propagationPolicy !== undefined && propagationPolicy !== null && propagationPolicy !== '' && !POLICIES.has(propagationPolicy)) {
    causes.push({
      reason: 'FieldValueNotSupported',
      message: `Unsupported value: ${JSON.stringify(propagationPolicy)}: supported values: "Foreground", "Background", "Orphan", "nil"`,
      field: 'propagationPolicy',
    });
  }
  if (typeof orphanDependents === 'boolean' && typeof propagationPolicy === 'string') {
    causes.push({
      reason: 'FieldValueInvalid',
      message: `Invalid value: ${JSON.stringify(propagationPolicy)}: orphanDependents and deletionPropagation cannot be both set`,
      field: 'propagationPolicy',
    });
  }
  if (causes.length > 0) throw badOptions('DeleteOptions', causes);
  const { uid, resourceVersion } = objectOrEmpty(preconditions);
  const says = typeof orphanDependents === 'boolean' || (propagationPolicy !== undefined && propagationPolicy !== null);
  const leaves = says ? undefined : strategyOf(served).leaves;
  if (leaves?.warning !== undefined) warn(leaves.warning);
  return {
    ...(leaves ? { leaves: true } : {}),
    ...(typeof gracePeriodSeconds === 'number' ? { gracePeriodSeconds } : {}),
    ...(typeof uid === 'string' ? { uid } : {}),
    ...(typeof resourceVersion === 'string' ? { resourceVersion } : {}),
    ...(typeof orphanDependents === 'boolean' ? { orphanDependents } : {}),
    ...(POLICIES.has(propagationPolicy ?? null) ? { propagation: propagationPolicy as ParsedDeleteOptions['propagation'] } : {}),
    dryRun: modes.length > 0,
  };
}

/** These messages name the kind where others name the resource. */
const kindOf = ({ resource: { group, kind } }: NamedRequest['served']) => ({ group, plural: kind });

function assertPreconditions(
  { served, name }: NamedRequest,
  { metadata }: StoredObject,
  { uid, resourceVersion }: ParsedDeleteOptions,
): void {
  if (uid !== undefined && uid !== metadata.uid) {
    throw conflict(
      kindOf(served),
      name,
      `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid ?? ''}). The object might have been deleted and then recreated`,
    );
  }
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion) {
    throw conflict(
      kindOf(served),
      name,
      `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion ?? ''}). The object might have been modified`,
    );
  }
}

/** The finalizers that the wish for propagation makes. */
function finalizersFor({ metadata }: StoredObject, { propagation, orphanDependents, leaves }: ParsedDeleteOptions): readonly string[] {
  const others = (metadata.finalizers ?? []).filter((finalizer) => finalizer !== 'orphan' && finalizer !== 'foregroundDeletion');
  if (leaves === true && others.length === (metadata.finalizers ?? []).length) return [...others, 'orphan'];
  if (propagation === undefined && orphanDependents === undefined) return metadata.finalizers ?? [];
  if (propagation === 'Orphan' || orphanDependents === true) return [...others, 'orphan'];
  return propagation === 'Foreground' ? [...others, 'foregroundDeletion'] : others;
}

/** The object on its way out: when it has to be gone, and what it still waits for. */
function dying(object: StoredObject, options: ParsedDeleteOptions, grace: number, now: number, endsBy: string | undefined): StoredObject {
  const { metadata } = object;
  const before = metadata.deletionGracePeriodSeconds;
  const sooner = before === undefined || grace < before;
  const generation =
    metadata.generation === undefined || metadata.deletionTimestamp !== undefined ? metadata.generation : metadata.generation + 1;
  const isNamespace = object.kind === 'Namespace' && object.apiVersion === 'v1';
  return {
    ...object,
    ...(isNamespace ? { status: { ...objectOrEmpty(object['status']), phase: 'Terminating' } } : {}),
    metadata: ordered({
      ...metadata,
      finalizers: [
        ...finalizersFor(object, options),
        ...(endsBy !== undefined && metadata.deletionTimestamp === undefined && !metadata.finalizers?.includes(endsBy) ? [endsBy] : []),
      ],
      generation,
      deletionTimestamp: sooner || metadata.deletionTimestamp === undefined ? timestamp(now + grace * 1_000) : metadata.deletionTimestamp,
      deletionGracePeriodSeconds: isNamespace ? undefined : sooner ? grace : before,
    }),
  };
}

/** Nothing holds the object any more, and its time is over. */
const isFree = (object: StoredObject, grace: number) =>
  grace === 0 && (object.metadata.finalizers ?? []).length === 0 && finalizersOfNamespace(object).length === 0;

const success = ({ served: { resource }, name }: NamedRequest, { metadata }: StoredObject): StoredObject => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Success',
  details: { name, ...(resource.group === '' ? {} : { group: resource.group }), kind: resource.plural, uid: metadata.uid },
});

/** What is there to be deleted. Throws a StatusError where it may not be, whoever wants it. */
function condemned(cluster: ServerParts, request: NamedRequest, options: ParsedDeleteOptions): StoredObject {
  const old = current(cluster, request);
  assertPreconditions(request, old, options);
  admit(cluster, request, { operation: 'DELETE', old });
  return old;
}

/** Deletes, or begins to, unless somebody has something against it. */
export async function remove(cluster: ServerParts, request: NamedRequest, options: ParsedDeleteOptions): Promise<VerbReply> {
  const old = condemned(cluster, request, options);
  const named = request.verb === 'deletecollection' ? { ...request, name: '' } : request; // nobody asked for this one by its name
  const admission = { operation: 'DELETE', old, dryRun: options.dryRun } as const;
  await mutated(cluster, named, admission);
  await judged(cluster, named, admission);
  assertCurrent(cluster, request, old);
  return taken(cluster, request, old, options);
}

/** The same at once, without a question to webhooks: for the server itself, and for an eviction, about which they have been asked. */
export function removeAtOnce(cluster: ServerParts, given: NamedRequest, options: ParsedDeleteOptions): VerbReply {
  const request = { ...given, served: asStored(cluster, given) };
  const old = condemned(cluster, request, options);
  obeyPolicies(cluster, attemptOf(cluster, request, { operation: 'DELETE', old, dryRun: options.dryRun }));
  return taken(cluster, request, old, options);
}

/** The resource in the version in which the object is kept, though that may not be served: nothing needs to be converted then. */
function asStored({ store, registry }: ServerParts, request: NamedRequest): NamedRequest['served'] {
  const { served } = request;
  if (served.conversion === undefined) return served;
  const { group, plural } = served.resource;
  const { apiVersion = '' } = store.collection(collectionOf(served.resource)).get(keyFor(request)) ?? {};
  const version = apiVersion.slice(group.length + 1);
  return registry.find(group, version, plural) ?? (version === '' ? served : { ...served, resource: { ...served.resource, version } });
}

function taken(cluster: ServerParts, request: NamedRequest, old: StoredObject, options: ParsedDeleteOptions): VerbReply {
  const { served } = request;
  if (cluster.conversion) return takenAsStored(cluster, request, old, options);
  const { grace: graceOf, answersDeleted = false, endsBy } = strategyOf(served);
  const grace = graceOf?.(old, options.gracePeriodSeconds) ?? 0;
  const leaving = dying(old, options, grace, cluster.clock(), endsBy);
  const free = isFree(leaving, grace);
  const collection = collectionOf(served.resource);
  const key = keyFor(request);
  const shown = (object: StoredObject) => inVersion(object, served.resource, cluster.conversions);
  const put = (object: StoredObject) => (options.dryRun ? object : cluster.store.put(collection, key, cluster.toStorage(object)));
  if (!free) {
    const same =
      leaving.metadata.deletionTimestamp === old.metadata.deletionTimestamp &&
      leaving.metadata.finalizers?.join() === old.metadata.finalizers?.join();
    return { code: options.orphanDependents === false ? 202 : 200, object: shown(same ? old : put(leaving)) };
  }
  const last = graceOf ? put(leaving) : old; // what ends gracefully says so before it is gone
  const gone = options.dryRun ? last : (cluster.store.remove(collection, key) ?? last);
  return { code: 200, object: answersDeleted ? shown(gone) : success(request, old) };
}

/** The same where a webhook converts: it is not asked, for no more than metadata changes. */
function takenAsStored(cluster: ServerParts, request: NamedRequest, old: StoredObject, options: ParsedDeleteOptions): VerbReply {
  const kept = storedObject(cluster, request.served, request.namespace, request.name);
  const { code, object } = taken(
    { ...cluster, conversion: undefined, toStorage: (each) => each, conversions: AS_IT_IS },
    request,
    kept,
    options,
  );
  return { code, object: object.kind === 'Status' ? object : convertedLike(old, object) };
}

/** Nothing is shown but to who calls. */
const AS_IT_IS: Conversions = { convert: (object) => object };

export const deleteOne = async (cluster: ServerParts, request: NamedRequest): Promise<VerbReply> =>
  remove(cluster, request, await deleteOptions(request));
