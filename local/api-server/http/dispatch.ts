import { methodNotAllowed, noSuchResource, notServed } from '../contracts/status-error.ts';
import type { ServedResource } from '../contracts/schema-source.ts';
import { create } from '../verbs/create.ts';
import { deleteOne } from '../verbs/delete.ts';
import { list } from '../verbs/list.ts';
import { patch } from '../verbs/patch.ts';
import type { ApiRequest, Cluster, NamedRequest } from '../verbs/request.ts';
import { current, update } from '../verbs/update.ts';
import { listText, objectText, type Presentation } from './present.ts';
import { jsonAnswer, notFoundPage, type Answer } from './respond.ts';
import type { ResourceTarget } from './target.ts';
import { UNSERVED_GROUPS } from './unserved.ts';

/** The resource that a path names. Throws a StatusError where nothing is, or where it cannot be asked so. */
export function servedAt(target: ResourceTarget, cluster: Cluster): ServedResource | Answer {
  const { group, version, plural, namespace, name, subresource, verb } = target;
  const { registry } = cluster;
  const served = registry.find(group, version, plural);
  if (!served) {
    if (UNSERVED_GROUPS.has(group)) throw notServed(`the API group ${group}`);
    if (registry.resources().some((info) => info.group === group && info.version === version)) throw noSuchResource();
    return notFoundPage();
  }
  const { resource } = served;
  if (!resource.namespaced && namespace !== undefined) throw noSuchResource();
  const one = name !== undefined;
  if (resource.namespaced && namespace === undefined && (one || verb === 'create' || verb === 'deletecollection')) throw one ? noSuchResource() : methodNotAllowed();
  const info = subresource === undefined ? undefined : resource.subresources.find((each) => each.name === subresource);
  if (subresource !== undefined && !info) throw noSuchResource();
  const verbs = info ? info.verbs : resource.verbs;
  if (!verbs.includes(verb) || (verb === 'create' && one && !info) || ((verb === 'update' || verb === 'patch') && !one)) throw methodNotAllowed();
  return served;
}

const isNamed = (request: ApiRequest): request is NamedRequest => request.name !== undefined;

/** Answers everything but watches and subresources of their own kind. */
export async function dispatch(cluster: Cluster, request: ApiRequest, as: Presentation, frozen: number | undefined): Promise<Answer> {
  const { subresource } = request;
  if (subresource !== undefined && subresource !== 'status') throw notServed(`${request.served.resource.plural}/${subresource}`);
  if (!isNamed(request)) {
    if (request.verb === 'list') return jsonAnswer(200, listText(list(cluster, request, frozen), as));
    if (request.verb !== 'create') throw notServed(request.verb);
    const { code, object } = await create(cluster, request);
    return jsonAnswer(code, objectText(object, as));
  }
  if (request.verb === 'get') return jsonAnswer(200, objectText(current(cluster, request, frozen), as));
  const { code, object } = await (request.verb === 'update' ? update(cluster, request) : request.verb === 'patch' ? patch(cluster, request) : deleteOne(cluster, request));
  return jsonAnswer(code, objectText(object, object.kind === 'Status' ? { ...as, shape: 'object' } : as));
}
