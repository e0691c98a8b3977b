import { isJsonObject, type Json } from '../../../ground/json/json.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import { badRequest, notServed, StatusError, unsupportedMediaType } from '../contracts/status-error.ts';
import { apply, sortedFields } from '../patch/apply.ts';
import { goFormat } from '../patch/go-format.ts';
import { doesNotApply, jsonPatch } from '../patch/json-patch.ts';
import { keepingTimes } from '../patch/managed-fields.ts';
import { mergePatch } from '../patch/merge-patch.ts';
import { strategicMergePatch } from '../patch/strategic-merge-patch.ts';
import { unstructuredProblem } from '../patch/unstructured-problem.ts';
import { applyIntent } from './apply-intent.ts';
import { insert, prepared } from './create.ts';
import { complain } from './decode.ts';
import { jsonProblem } from '../contracts/json-problem.ts';
import { isTooDeep, modest, nestingProblem } from '../contracts/nesting.ts';
import { assertSameName, placed } from './metadata.ts';
import { writeOptions, type ParsedWriteOptions } from './options.ts';
import { timestamp } from '../../../ground/time/rfc3339.ts';
import { collectionFor, keyFor, type ApiRequest, type ServerParts, type NamedRequest, type VerbReply } from './request.ts';
import { current, replace } from './update.ts';

const JSON_PATCH = 'application/json-patch+json';
const MERGE_PATCH = 'application/merge-patch+json';
const STRATEGIC_PATCH = 'application/strategic-merge-patch+json';
const APPLY_PATCH = 'application/apply-patch+yaml';

const unsupported = () => new StatusError(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {});

function parsePatch(text: string, mediaType: string): Json {
  const tooDeep = nestingProblem(text);
  if (tooDeep !== undefined) throw badRequest(mediaType === STRATEGIC_PATCH ? tooDeep : `error decoding patch: ${tooDeep}`);
  let change: Json;
  try {
    change = JSON.parse(text) as Json;
  } catch {
    throw badRequest(`error decoding patch: ${jsonProblem(text)}`);
  }
  return modest(change);
}

/** The patched object, which the schema has not seen yet. */
function patchedBy(mediaType: string, old: StoredObject, change: Json, { schema }: ApiRequest['served']): StoredObject {
  switch (mediaType) {
    case JSON_PATCH: {
      const patched = jsonPatch(old, change) as StoredObject;
      if (isTooDeep(patched)) throw doesNotApply(); // it can nest what others have left there, again and again
      return patched;
    }
    case MERGE_PATCH:
      return mergePatch(old, change) as StoredObject;
    case STRATEGIC_PATCH:
      if (schema.custom) throw unsupportedMediaType([JSON_PATCH, MERGE_PATCH, APPLY_PATCH]);
      return strategicMergePatch(old, change, schema.fields) as StoredObject;
    default:
      throw unsupported();
  }
}

/** What a patch makes of the wrong type is its own fault: with the whole object as the evidence, or a strategic patch itself. */
interface Evidence {
  readonly text: string;
  readonly describe: (problem: string) => string;
}

/** Go sorts the fields of what it has no type for, all the way down. */
const objectEvidence = (object: StoredObject, custom: boolean): Evidence => ({
  text: JSON.stringify(custom ? sortedFields(object) : Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)))),
  describe: (problem) => problem,
});
const patchEvidence = (change: Json): Evidence => ({ text: goFormat(change), describe: unstructuredProblem });

function asPatchProblem(error: unknown, evidence: Evidence): unknown {
  if (!(error instanceof StatusError) || error.status.code !== 400) return error;
  const reason = error.message.replace(/^.* cannot be handled as a [^:]*: /, '');
  return patchProblem(evidence.text, evidence.describe(reason));
}

function patchProblem(evidence: string, reason: string): StatusError {
  const message = `Invalid value: ${JSON.stringify(evidence)}: ${reason}`;
  return new StatusError(422, 'Invalid', ` "" is invalid: patch: ${message}`, {
    causes: [{ reason: 'FieldValueInvalid', message, field: 'patch' }],
  });
}

function pruned(
  { served: { schema }, warn }: ApiRequest,
  object: StoredObject,
  { fieldValidation }: ParsedWriteOptions,
  evidence = () => objectEvidence(object, schema.custom),
): StoredObject {
  if (!isJsonObject(object.metadata)) throw badRequest('the patch leaves no metadata');
  try {
    const result = schema.prune(object);
    complain(result.complaints, fieldValidation, (message) => patchProblem(evidence().text, message), warn);
    return result.object;
  } catch (error) {
    throw asPatchProblem(error, evidence());
  }
}

async function applied(cluster: ServerParts, request: NamedRequest, options: ParsedWriteOptions): Promise<VerbReply> {
  const { served, subresource } = request;
  const { schema } = served;
  const withName = await applyIntent(request, served.resource);
  const live = collectionFor(cluster, request).get(keyFor(request));
  placed(withName, request); // another namespace is refused
  const requested = {
    applied: withName,
    schema: schema.fields,
    force: options.force,
    manager: options.manager,
    time: timestamp(cluster.clock()),
    subresource,
  };
  if (!live) {
    if (subresource !== undefined) current(cluster, request);
    const made = pruned(request, apply(requested), options);
    return insert(cluster, request, prepared(cluster, request, made), options.dryRun);
  }
  const old = current(cluster, request);
  return replace(
    cluster,
    request,
    keepingTimes(old, schema.withDefaults(pruned(request, apply({ ...requested, live: old }), options))),
    old,
    {
      options,
      tracked: true,
    },
  );
}

export async function patch(cluster: ServerParts, request: NamedRequest): Promise<VerbReply> {
  const { mediaType, bytes } = request.body;
  const isApply = mediaType === APPLY_PATCH;
  if (mediaType === 'application/apply-patch+cbor') throw notServed('CBOR');
  const options = writeOptions('PatchOptions', request.query, request.userAgent, isApply);
  if (isApply) return applied(cluster, request, options);
  if (mediaType !== JSON_PATCH && mediaType !== MERGE_PATCH && mediaType !== STRATEGIC_PATCH) throw unsupported();
  const old = current(cluster, request);
  const change = parsePatch(bytes.toString('utf8'), mediaType);
  const next = placed(
    pruned(
      request,
      patchedBy(mediaType, old, change, request.served),
      options,
      mediaType === STRATEGIC_PATCH ? () => patchEvidence(change) : undefined,
    ),
    request,
  );
  assertSameName(next, request);
  return replace(cluster, request, request.served.schema.withDefaults(next), old, { options, tracked: false });
}
