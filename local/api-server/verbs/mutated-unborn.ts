import { isJsonObject } from '../../../ground/json/json.ts';
import { sentName } from '../admission/sent-name.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import { mutatedObject } from './admitted.ts';
import { ordered } from './metadata.ts';
import { withField } from '../resources/strategy.ts';
import type { ApiRequest, ServerParts } from './request.ts';

/** A new object as mutating webhooks leave it. They are shown what was sent, with its defaults: no uid, no time, no generated name. */
export async function mutatedUnborn(
  cluster: ServerParts,
  request: ApiRequest,
  object: StoredObject,
  dryRun: boolean,
): Promise<StoredObject> {
  if (!cluster.webhooks.any) return object;
  const { name = '', uid, creationTimestamp, generation, ...metadata } = object.metadata;
  const isGenerated = request.name === undefined && sentName(object) !== name;
  const unborn = { ...object, metadata: ordered(isGenerated ? metadata : { ...metadata, name }) };
  const named = isGenerated ? request : { ...request, name };
  const left = await mutatedObject(cluster, named, { operation: 'CREATE', object: unborn, dryRun });
  const { name: given = '' } = left.metadata;
  const split = request.served.resource.subresources.some((each) => each.name === 'status');
  const { status } = object;
  const spoken = split ? withField(left, 'status', isJsonObject(status) ? status : undefined) : left; // a status is not theirs to give
  return { ...spoken, metadata: ordered({ ...left.metadata, name: given === '' ? name : given, uid, creationTimestamp, generation }) };
}
