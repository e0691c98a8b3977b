import { timestamp } from '../../../../ground/time/rfc3339.ts';
import type { StoredObject } from '../../contracts/kube-object.ts';
import { groupResourceOf, type GroupVersionKind } from '../../contracts/resource-info.ts';
import { methodNotAllowed, notServed } from '../../contracts/status-error.ts';
import { createRequestConversions, untilConverted } from '../../conversion/request-conversions.ts';
import { create } from '../../verbs/create.ts';
import { decodeBody } from '../../verbs/decode.ts';
import { deleteCollection } from '../../verbs/delete-collection.ts';
import { deleteOne } from '../../verbs/delete.ts';
import { finalize } from '../../verbs/finalize.ts';
import { list } from '../../verbs/list.ts';
import { trackUpdate } from '../../patch/managed-fields.ts';
import { placed } from '../../verbs/metadata.ts';
import { writeOptions } from '../../verbs/options.ts';
import { untilCurrent } from '../../verbs/outdated.ts';
import { patch } from '../../verbs/patch.ts';
import { bind, evict } from '../../verbs/pod-subresources.ts';
import { pathOf, type ApiRequest, type ServerParts, type NamedRequest, type VerbReply } from '../../verbs/request.ts';
import { REVIEWS, type Review } from '../../verbs/reviews.ts';
import { scale } from '../../verbs/scale.ts';
import { requestToken } from '../../verbs/token-request.ts';
import { current, update } from '../../verbs/update.ts';
import type { VerbResult } from '../present/present.ts';

const isNamed = (request: ApiRequest): request is NamedRequest => request.name !== undefined;

const TOKEN_REQUEST: GroupVersionKind = { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest' };
const EVICTION: GroupVersionKind = { group: 'policy', version: 'v1', kind: 'Eviction' };
const BINDING: GroupVersionKind = { group: '', version: 'v1', kind: 'Binding' };

const bodyAs = async (request: ApiRequest, gvk: GroupVersionKind): Promise<StoredObject> =>
  (await decodeBody(request.body, { gvk })).object;

/** What is done to a pod, as those see it who are asked about it. */
async function deedAs(cluster: ServerParts, request: NamedRequest, gvk: GroupVersionKind): Promise<StoredObject> {
  const { manager } = writeOptions('CreateOptions', request.query, request.userAgent);
  const deed = placed(await bodyAs(request, gvk), request);
  const fields = cluster.registry.builtIn.kind(gvk)?.fields ?? {};
  return trackUpdate(undefined, deed, fields, { manager, time: timestamp(cluster.clock()), subresource: request.subresource });
}

/** What is particular to one subresource; undefined where a request is for the object itself. */
async function subresourceReply(cluster: ServerParts, request: NamedRequest): Promise<VerbReply | undefined> {
  const { subresource } = request;
  if (subresource === undefined || subresource === 'status') return undefined;
  if (subresource === 'scale') return scale(cluster, request);
  switch (`${pathOf(request)}/${subresource}`) {
    case 'pods/binding':
      return bind(cluster, request, await deedAs(cluster, request, BINDING));
    case 'pods/eviction':
      return evict(cluster, request, await deedAs(cluster, request, EVICTION));
    case 'pods/ephemeralcontainers':
      return undefined; // it is read and written as the pod
    case 'namespaces/finalize':
      return finalize(cluster, request);
    case 'serviceaccounts/token':
      return { code: 201, object: await requestToken(cluster, request, await bodyAs(request, TOKEN_REQUEST)) };
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
async function reviewed(cluster: ServerParts, request: ApiRequest, review: Review): Promise<VerbResult> {
  const { schema } = request.served;
  const { manager } = writeOptions('CreateOptions', request.query, request.userAgent);
  const { object } = schema.prune((await decodeBody(request.body, schema)).object);
  const tracked = trackUpdate(undefined, object, schema.fields, { manager, time: timestamp(cluster.clock()) });
  return { is: 'review', object: review(cluster, request, tracked) };
}

/** Has the verb done that a request asks for: everything but watches, and what comes from a pod. */
export async function route(cluster: ServerParts, request: ApiRequest, frozen: number | undefined): Promise<VerbResult> {
  const conversion = createRequestConversions(cluster, request.served);
  if (conversion === undefined) return routeWith(cluster, request, frozen);
  const converting = { ...cluster, conversions: conversion, conversion, toStorage: conversion.stored };
  return untilConverted(conversion, () => routeWith(converting, request, frozen));
}

async function routeWith(cluster: ServerParts, request: ApiRequest, frozen: number | undefined): Promise<VerbResult> {
  if (cluster.policies.needs(request.served.resource)) await cluster.policies.load();
  if (cluster.rules.needs(request.served, request.body.bytes)) await cluster.rules.load(request.served, request.body.bytes);
  if (cluster.namespaceRules.needs(request.served, request.namespace, request.body.bytes)) await cluster.namespaceRules.load();
  if (isNamed(request)) return { is: 'object', ...(await untilCurrent(request, () => namedReply(cluster, request, frozen))) };
  if (request.verb === 'list') return { is: 'list', list: list(cluster, request, frozen) };
  if (request.verb === 'deletecollection') return { is: 'list', list: await deleteCollection(cluster, request) };
  const review = request.verb === 'create' ? REVIEWS[groupResourceOf(request.served.resource)] : undefined;
  return review ? reviewed(cluster, request, review) : { is: 'object', ...(await create(cluster, request)) };
}
