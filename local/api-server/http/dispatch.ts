import type { StoredObject } from '../contracts/kube-object.ts';
import { groupResourceOf, type GroupVersionKind } from '../contracts/resource-info.ts';
import type { ServedResource } from '../contracts/schema-source.ts';
import { methodNotAllowed, noSuchResource, notServed } from '../contracts/status-error.ts';
import { create } from '../verbs/create.ts';
import { decodeBody } from '../verbs/decode.ts';
import { deleteCollection } from '../verbs/delete-collection.ts';
import { deleteOne } from '../verbs/delete.ts';
import { finalize } from '../verbs/finalize.ts';
import { list } from '../verbs/list.ts';
import { trackUpdate } from '../patch/managed-fields.ts';
import { writeOptions } from '../verbs/options.ts';
import { patch } from '../verbs/patch.ts';
import { bind, evict } from '../verbs/pod-subresources.ts';
import { pathOf, timestamp, type ApiRequest, type ServerParts, type NamedRequest, type VerbReply } from '../verbs/request.ts';
import { REVIEWS } from '../verbs/reviews.ts';
import { scale } from '../verbs/scale.ts';
import { requestToken } from '../verbs/token-request.ts';
import { current, update } from '../verbs/update.ts';
import { listText, objectText, type Presentation } from './present.ts';
import { jsonAnswer, notFoundPage, objectAnswer, type Answer } from './respond.ts';
import type { ResourceTarget } from './target.ts';
import { UNSERVED_GROUPS, UNSERVED_RESOURCES } from './unserved.ts';

/** The resource that a path names. Throws a StatusError where nothing is, or where it cannot be asked so. */
export function servedAt(target: ResourceTarget, cluster: ServerParts): ServedResource | Answer {
  const { group, version, plural, namespace, name, subresource, verb } = target;
  const { registry } = cluster;
  const served = registry.find(group, version, plural);
  if (!served) {
    if (UNSERVED_GROUPS.has(group)) throw notServed(`the API group ${group}`);
    if (registry.resources().some((info) => info.group === group && info.version === version)) throw noSuchResource();
    return notFoundPage();
  }
  const { resource } = served;
  if (UNSERVED_RESOURCES.has(groupResourceOf(resource))) throw notServed(resource.plural);
  if (!resource.namespaced && namespace !== undefined) throw noSuchResource();
  const one = name !== undefined;
  if (resource.namespaced && namespace === undefined && (one || verb === 'create' || verb === 'deletecollection'))
    throw one ? noSuchResource() : methodNotAllowed();
  const info = subresource === undefined ? undefined : resource.subresources.find((each) => each.name === subresource);
  if (subresource !== undefined && !info) throw noSuchResource();
  const verbs = info ? info.verbs : resource.verbs;
  if (!verbs.includes(verb) || (verb === 'create' && one && !info) || ((verb === 'update' || verb === 'patch') && !one))
    throw methodNotAllowed();
  return served;
}

const isNamed = (request: ApiRequest): request is NamedRequest => request.name !== undefined;

const TOKEN_REQUEST: GroupVersionKind = { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest' };
const EVICTION: GroupVersionKind = { group: 'policy', version: 'v1', kind: 'Eviction' };
const BINDING: GroupVersionKind = { group: '', version: 'v1', kind: 'Binding' };

const bodyAs = async (request: ApiRequest, gvk: GroupVersionKind): Promise<StoredObject> =>
  (await decodeBody(request.body, { gvk })).object;

/** What is particular to one subresource; undefined where a request is for the object itself. */
async function subresourceReply(cluster: ServerParts, request: NamedRequest): Promise<VerbReply | undefined> {
  const { subresource } = request;
  if (subresource === undefined || subresource === 'status') return undefined;
  if (subresource === 'scale') return scale(cluster, request);
  switch (`${pathOf(request)}/${subresource}`) {
    case 'pods/binding':
      return bind(cluster, request, await bodyAs(request, BINDING));
    case 'pods/eviction':
      return evict(cluster, request, await bodyAs(request, EVICTION));
    case 'namespaces/finalize':
      return finalize(cluster, request);
    case 'serviceaccounts/token':
      return { code: 201, object: requestToken(cluster, request, await bodyAs(request, TOKEN_REQUEST)) };
    default:
      throw notServed(`${pathOf(request)}/${subresource}`);
  }
}

async function namedReply(cluster: ServerParts, request: NamedRequest, frozen: number | undefined): Promise<VerbReply> {
  const own = await subresourceReply(cluster, request);
  if (own) return own;
  switch (request.verb) {
    case 'get':
      return { code: 200, object: current(cluster, request, frozen) };
    case 'update':
      return update(cluster, request);
    case 'patch':
      return patch(cluster, request);
    case 'delete':
      return deleteOne(cluster, request);
    case 'create':
    case 'list':
    case 'watch':
    case 'deletecollection':
      throw methodNotAllowed();
  }
}

/** A kind that is a question: it is answered, and never stored. */
async function reviewAnswer(cluster: ServerParts, request: ApiRequest): Promise<Answer | undefined> {
  const review = request.verb === 'create' ? REVIEWS[groupResourceOf(request.served.resource)] : undefined;
  if (!review) return undefined;
  const { schema } = request.served;
  const { manager } = writeOptions('CreateOptions', request.query, request.userAgent);
  const { object } = schema.prune((await decodeBody(request.body, schema)).object);
  const tracked = trackUpdate(undefined, object, schema.fields, { manager, time: timestamp(cluster.clock()) });
  return objectAnswer(201, review(cluster, request, tracked));
}

/** Answers everything but watches and streams. */
export async function dispatch(cluster: ServerParts, request: ApiRequest, as: Presentation, frozen: number | undefined): Promise<Answer> {
  if (cluster.policies.needs(request.served.resource)) await cluster.policies.load();
  if (isNamed(request)) {
    const { code, object } = await namedReply(cluster, request, frozen);
    const isOfResource = object.kind === request.served.resource.kind;
    return jsonAnswer(code, objectText(object, isOfResource ? as : { ...as, shape: 'object' }));
  }
  if (request.verb === 'list') return jsonAnswer(200, listText(list(cluster, request, frozen), as));
  if (request.verb === 'deletecollection') return jsonAnswer(200, listText(await deleteCollection(cluster, request), as));
  const review = await reviewAnswer(cluster, request);
  if (review) return review;
  const { code, object } = await create(cluster, request);
  return jsonAnswer(code, objectText(object, as));
}
