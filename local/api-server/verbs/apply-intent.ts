import { isJsonObject, textOrEmpty } from '../../../ground/json/json.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import { apiVersionOf, type GroupVersionKind } from '../contracts/resource-info.ts';
import { badRequest } from '../contracts/status-error.ts';
import { assertSameName } from './metadata.ts';
import type { NamedRequest } from './request.ts';
import { parseYaml, YamlProblem } from './yaml.ts';

/** What server-side apply is sent, as it is: what it does not say is not its own. Throws a StatusError (400) where it is something else. */
export async function applyIntent(request: NamedRequest, gvk: GroupVersionKind): Promise<StoredObject> {
  const parsed = await parseYaml(request.body.bytes.toString('utf8')).catch((error: unknown) => {
    throw error instanceof YamlProblem ? badRequest(`error decoding YAML: error converting YAML to JSON: ${error.message}`) : error;
  });
  if (!isJsonObject(parsed)) throw badRequest('error decoding YAML: the body is not an object');
  const { apiVersion = '', kind = '', metadata = {} } = parsed;
  const version = textOrEmpty(apiVersion);
  if (version !== apiVersionOf(gvk) || kind !== gvk.kind)
    throw badRequest(`invalid object type: ${version.includes('/') ? '' : '/'}${version}, Kind=${textOrEmpty(kind)}`);
  if (isJsonObject(metadata) && Array.isArray(metadata['managedFields']) && metadata['managedFields'].length > 0)
    throw badRequest('metadata.managedFields must be nil');
  if (!isJsonObject(metadata)) throw badRequest('the patch leaves no metadata');
  const intent = { ...parsed, metadata: { ...metadata, name: metadata['name'] ?? request.name } } as StoredObject;
  assertSameName(intent, request);
  return intent;
}
