import type { KubeObject } from '../contracts/kube-object.ts';
import { alreadyExists, badRequest, invalid } from '../contracts/status-error.ts';
import { trackUpdate } from '../patch/managed-fields.ts';
import { collectionOf, inVersion } from '../registry.ts';
import { strategyOf } from '../resources/strategies.ts';
import { without } from '../resources/strategy.ts';
import { keyOf } from '../store/store.ts';
import { validate } from '../pending.ts';
import { admit } from './admitted.ts';
import { complain, decodeBody } from './decode.ts';
import { assertNamed, born, placed } from './metadata.ts';
import { writeOptions, type WriteOptions } from './options.ts';
import { timestamp, type ApiRequest, type Cluster, type Reply } from './request.ts';

const hasStatus = ({ served }: ApiRequest) => served.resource.subresources.some(({ name }) => name === 'status');

/** A new object as it will be stored, from what the client sent: not yet validated. */
export function prepared(cluster: Cluster, request: ApiRequest, sent: KubeObject, dryRun: boolean): KubeObject {
  const strategy = strategyOf(request.served);
  const bare = hasStatus(request) ? without(sent, 'status') : sent;
  const complete = request.served.schema.withDefaults(born(placed(bare, request), cluster, strategy));
  return strategy.onCreate?.(complete, { store: cluster.store, clock: cluster.clock, dryRun }) ?? complete;
}

/** Stores a prepared object; the last thing that can go wrong is that it is there already. */
export function insert(cluster: Cluster, request: ApiRequest, object: KubeObject, dryRun: boolean): Reply {
  const { served, namespace } = request;
  assertNamed(object, request);
  admit(cluster, { ...request, name: object.metadata.name }, { operation: 'CREATE', object });
  const causes = validate({ served, object });
  if (causes.length > 0) throw invalid(served.resource, object.metadata.name ?? '', causes);
  const key = keyOf(namespace, object.metadata.name ?? '');
  const collection = collectionOf(served.resource);
  if (cluster.store.collection(collection).get(key)) throw alreadyExists(served.resource, object.metadata.name ?? '');
  const stored = dryRun ? object : cluster.store.put(collection, key, cluster.toStorage(object));
  return { code: 201, object: inVersion(stored, served.resource, cluster.conversions) };
}

export async function create(cluster: Cluster, request: ApiRequest): Promise<Reply> {
  const options: WriteOptions = writeOptions('CreateOptions', request.query, request.userAgent);
  const { schema } = request.served;
  const { object: sent, duplicates } = await decodeBody(request.body, schema);
  const { object, complaints } = schema.prune(sent);
  const { kind, version } = schema.gvk;
  complain([...duplicates, ...complaints], options.fieldValidation, (message) => badRequest(`${kind} in version "${version}" cannot be handled as a ${kind}: ${message}`), request.warn);
  const made = prepared(cluster, request, object, options.dryRun);
  const tracked = trackUpdate(undefined, made, schema.fields, { manager: options.manager, time: timestamp(cluster.clock()) });
  return insert(cluster, request, tracked, options.dryRun);
}
