import type { JsonObject } from '../../../ground/json/json.ts';
import type { Patch } from '../../../kube/client/client.ts';
import { ApiError } from '../../../kube/errors/api-error.ts';
import type { KubeObject, Resource } from '../../../kube/objects/resource.ts';
import { StatusError } from '../../../local/api-server/contracts/status-error.ts';
import { jsonPatch } from '../../../local/api-server/patch/json-patch.ts';
import { mergePatch } from '../../../local/api-server/patch/merge-patch.ts';
import { strategicMergePatch } from '../../../local/api-server/patch/strategic-merge-patch.ts';
import { builtInSchemas } from '../../../local/api-server/schema/built-in.ts';

const schemas = builtInSchemas();

/** What a merge, JSON or strategic patch makes of an object: what the embedded API server makes of it, which the real one agrees with. */
export function patched<T extends KubeObject>(kind: Resource<T>, object: T, patch: Patch<T>): T {
  // As they are on the wire, where a field that is undefined does not stand.
  const [before, change] = JSON.parse(JSON.stringify([object, patch])) as [JsonObject, Record<string, JsonObject>];
  try {
    return applied(kind, before, change) as object as T;
  } catch (error) {
    if (error instanceof StatusError) throw new ApiError('invalid', error.message, { status: error.status.code, cause: error });
    throw error;
  }
}

/** What an apply of its Scale makes of an object; who did it is noted as the server notes it. */
export function scaled<T extends KubeObject>(object: T, patch: Patch<T>, manager = 'civ8s-demand'): T {
  if (!('apply' in patch)) throw new Error('the fake cluster scales by server-side apply alone');
  const { spec } = JSON.parse(JSON.stringify({ spec: {}, ...object, ...patch.apply })) as { readonly spec: object };
  const owner = { manager, operation: 'Apply', subresource: 'scale', fieldsV1: { 'f:spec': { 'f:replicas': {} } } };
  return {
    ...object,
    spec: { ...('spec' in object ? (object.spec as object) : {}), ...spec },
    metadata: { ...object.metadata, managedFields: [owner] },
  };
}

function applied(kind: Resource<KubeObject>, before: JsonObject, { merge, json, strategic }: Record<string, JsonObject>): JsonObject {
  if (merge !== undefined) return mergePatch(before, merge);
  if (json !== undefined) return jsonPatch(before, json);
  if (strategic === undefined) throw new Error('the fake cluster knows no server-side apply');
  const schema = schemas.kind(kind);
  if (schema === undefined) throw new ApiError('invalid', `${kind.kind} takes no strategic merge patch`, { status: 415 });
  return strategicMergePatch(before, strategic, schema.fields);
}
