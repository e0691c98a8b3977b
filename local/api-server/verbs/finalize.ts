import { objectOrEmpty } from '../../../ground/json/json.ts';
import { badRequest } from '../contracts/status-error.ts';
import { collectionOf } from '../registry.ts';
import { finalizersOfNamespace } from '../resources/namespaces.ts';
import { decodeBody } from './decode.ts';
import { assertFresh, assertSameName } from './metadata.ts';
import { keyFor, type ServerParts, type NamedRequest, type VerbReply } from './request.ts';
import { current } from './update.ts';

/** `namespaces/finalize`: sets the namespace's own finalizers; the last one away ends it. */
export async function finalize(cluster: ServerParts, request: NamedRequest): Promise<VerbReply> {
  const { served } = request;
  const { object } = await decodeBody(request.body, served.schema);
  assertSameName(object, request);
  const old = current(cluster, request);
  assertFresh(object, old, request);
  const finalizers = finalizersOfNamespace(object);
  if (!finalizers.every((each) => typeof each === 'string')) throw badRequest('spec.finalizers must be texts');
  const spec = objectOrEmpty(old['spec']);
  const { finalizers: _, ...others } = spec;
  const next = { ...old, spec: finalizers.length === 0 ? others : { ...others, finalizers } };
  if (request.query.getAll('dryRun').length > 0) return { code: 200, object: next };
  const collection = collectionOf(served.resource);
  const stored = cluster.store.put(collection, keyFor(request), next);
  const { deletionTimestamp, finalizers: held = [] } = next.metadata;
  if (deletionTimestamp !== undefined && held.length === 0 && finalizers.length === 0) cluster.store.remove(collection, keyFor(request));
  return { code: 200, object: stored };
}
