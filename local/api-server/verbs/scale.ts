import { isJsonObject, listOrEmpty, objectOrEmpty, textOrEmpty, type Json, type JsonObject } from '../../../ground/json/json.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import { badRequest, invalid, methodNotAllowed } from '../contracts/status-error.ts';
import { apply } from '../patch/apply.ts';
import { jsonPatch } from '../patch/json-patch.ts';
import { trackUpdate } from '../patch/managed-fields.ts';
import { withOwners, type Owners } from '../patch/managers.ts';
import { mergePatch } from '../patch/merge-patch.ts';
import { timestamp } from '../../../ground/time/rfc3339.ts';
import { applyIntent } from './apply-intent.ts';
import { decodeBody } from './decode.ts';
import { jsonProblem } from '../contracts/json-problem.ts';
import { assertSameName } from './metadata.ts';
import { writeOptions, type ParsedWriteOptions } from './options.ts';
import type { ServerParts, NamedRequest, VerbReply } from './request.ts';
import { ownersOfScale, withScaleOwners } from './scale-owners.ts';
import { current, replace } from './update.ts';

const APPLY_PATCH = 'application/apply-patch+yaml';
const GVK = { group: 'autoscaling', version: 'v1', kind: 'Scale' };

/** Where replicas and the selector stand: a custom resource says so in its definition. */
interface Paths {
  readonly spec: readonly string[];
  readonly status: readonly string[];
  readonly selector: readonly string[];
}

const BUILT_IN: Paths = { spec: ['spec', 'replicas'], status: ['status', 'replicas'], selector: ['spec', 'selector'] };

const pathOf = (value: Json | undefined) =>
  textOrEmpty(value)
    .split('.')
    .filter((part) => part !== '');

function pathsOf({ served: { definition, resource } }: NamedRequest): Paths {
  const spec = definition?.['spec'];
  const versions = listOrEmpty(objectOrEmpty(spec)['versions']);
  const version = versions.find((each) => isJsonObject(each) && each['name'] === resource.version);
  const declared = isJsonObject(version) && isJsonObject(version['subresources']) ? version['subresources']['scale'] : undefined;
  if (!isJsonObject(declared)) return BUILT_IN;
  return {
    spec: pathOf(declared['specReplicasPath']),
    status: pathOf(declared['statusReplicasPath']),
    selector: pathOf(declared['labelSelectorPath']),
  };
}

const valueAt = (object: JsonObject, path: readonly string[]): Json | undefined =>
  path.length === 0 ? undefined : path.reduce<Json | undefined>((at, field) => (isJsonObject(at) ? at[field] : undefined), object);

function withValue(object: JsonObject, [first = '', ...rest]: readonly string[], value: Json): JsonObject {
  const inner = object[first];
  return { ...object, [first]: rest.length === 0 ? value : withValue(objectOrEmpty(inner), rest, value) };
}

/** A selector as kubectl and the autoscaler want it: one line of text. */
export function selectorText(selector: Json | undefined): string {
  if (!isJsonObject(selector)) return textOrEmpty(selector);
  const { matchLabels, matchExpressions } = selector;
  const labels = matchLabels === undefined && matchExpressions === undefined ? selector : objectOrEmpty(matchLabels);
  const terms = Object.entries(labels).map(([key, value]) => `${key}=${textOrEmpty(value)}`);
  const expressions = listOrEmpty(matchExpressions).flatMap((expression) => {
    if (!isJsonObject(expression)) return [];
    const key = textOrEmpty(expression['key']);
    const values = Array.isArray(expression['values']) ? expression['values'].map(textOrEmpty).sort().join(',') : '';
    switch (textOrEmpty(expression['operator'])) {
      case 'In':
        return [`${key} in (${values})`];
      case 'NotIn':
        return [`${key} notin (${values})`];
      case 'Exists':
        return [key];
      default:
        return [`!${key}`];
    }
  });
  const keyOf = (term: string) => /^!?([^\s=!]+)/.exec(term)?.[1] ?? term;
  return [...terms, ...expressions].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0)).join(',');
}

function scaleOf(object: StoredObject, { spec, status, selector }: Paths): StoredObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const replicas = valueAt(object, spec);
  const selects = selectorText(valueAt(object, selector));
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: typeof replicas === 'number' && replicas !== 0 ? { replicas } : {},
    status: { replicas: valueAt(object, status) ?? 0, ...(selects === '' ? {} : { selector: selects }) },
  };
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw badRequest(`error decoding patch: ${jsonProblem(text)}`);
  }
}

/** The scale that is asked for, with its owners: a scale of which nobody owns anything has none after an update or a patch, either. */
async function wanted(
  cluster: ServerParts,
  request: NamedRequest,
  now: StoredObject,
  owners: Owners,
  { manager, force }: ParsedWriteOptions,
): Promise<StoredObject> {
  const schema = cluster.registry.builtIn.kind(GVK)?.fields ?? {};
  const writer = { manager, time: timestamp(cluster.clock()), subresource: 'scale' };
  const live = withOwners(now, owners);
  return request.body.mediaType === APPLY_PATCH
    ? apply({ live, applied: await applyIntent(request, GVK), schema, force, ...writer })
    : trackUpdate(live, withoutZero(await sent(request, now)), schema, writer);
}

/** No replicas are written as none at all: so nobody owns the number of what was stopped. */
function withoutZero(asked: StoredObject): StoredObject {
  const { replicas, ...spec } = objectOrEmpty(asked['spec']);
  return replicas === 0 ? { ...asked, spec } : asked;
}

async function sent({ verb, body }: NamedRequest, now: StoredObject): Promise<StoredObject> {
  if (verb === 'update') return (await decodeBody(body, { gvk: GVK })).object;
  const change = parsed(body.bytes.toString('utf8'));
  switch (body.mediaType) {
    case 'application/json-patch+json':
      return jsonPatch(now, change) as StoredObject;
    case 'application/merge-patch+json':
    case 'application/strategic-merge-patch+json':
      return mergePatch(now, change) as StoredObject;
    default:
      throw methodNotAllowed();
  }
}

/** `scale`: the replicas of anything that has some, without knowing what it is. */
export async function scale(cluster: ServerParts, request: NamedRequest): Promise<VerbReply> {
  const paths = pathsOf(request);
  const old = current(cluster, request);
  const now = scaleOf(old, paths);
  if (request.verb === 'get') return { code: 200, object: now };
  const isApply = request.body.mediaType === APPLY_PATCH;
  const options = writeOptions(request.verb === 'patch' ? 'PatchOptions' : 'UpdateOptions', request.query, request.userAgent, isApply);
  const requested = await wanted(cluster, request, now, ownersOfScale(old, paths.spec), options);
  assertSameName(requested, request);
  const replicas = isJsonObject(requested['spec']) ? (requested['spec']['replicas'] ?? 0) : 0;
  if (typeof replicas !== 'number' || !Number.isInteger(replicas))
    throw badRequest(
      `Scale in version "v1" cannot be handled as a Scale: json: cannot unmarshal ${typeof replicas} into Go struct field ScaleSpec.spec.replicas of type int32`,
    );
  if (replicas < 0)
    throw invalid(GVK, request.name, [
      { reason: 'FieldValueInvalid', message: `Invalid value: ${replicas}: must be greater than or equal to 0`, field: 'spec.replicas' },
    ]);
  const { resourceVersion = '', uid = '' } = requested.metadata;
  const changed = withScaleOwners(withValue(old, paths.spec, replicas) as StoredObject, requested, paths.spec);
  const checked: StoredObject = {
    ...changed,
    metadata: { ...changed.metadata, ...(resourceVersion === '' ? {} : { resourceVersion }), ...(uid === '' ? {} : { uid }) },
  };
  const shown = {
    of: (object: StoredObject) => scaleOf(object, paths),
    back: (object: StoredObject, left: StoredObject) =>
      withValue(object, paths.spec, objectOrEmpty(left['spec'])['replicas'] ?? 0) as StoredObject,
  };
  const { object } = await replace(cluster, request, checked, old, { options, tracked: true, shown });
  return { code: 200, object: scaleOf(object, paths) };
}
