import { objectOrEmpty, type Json, type JsonObject } from '../../../ground/json/json.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import { badRequest, expired, tooLargeRevision } from '../contracts/status-error.ts';
import { apiVersionOf } from '../contracts/resource-info.ts';
import { inVersion } from '../registry.ts';
import { keysWithPrefix } from '../store/collection.ts';
import { jsonProblem } from '../contracts/json-problem.ts';
import { listOptions, type ParsedListOptions } from './list-options.ts';
import { collectionFor, type ApiRequest, type ServerParts } from './request.ts';

export interface Listed {
  readonly items: readonly StoredObject[];
  readonly metadata: JsonObject;
}

interface Place {
  readonly revision: number;
  /** The key, without the namespace's part, after which the page begins. */
  readonly after: string;
}

const encode = ({ revision, after }: Place) =>
  Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: revision, start: `${after}\u0000` })).toString('base64url');

function decode(token: string): Place {
  const text = Buffer.from(token, 'base64url').toString('utf8');
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    throw badRequest(`invalid continue token: continue key is not valid: ${jsonProblem(text)}`);
  }
  const { rv, start } = objectOrEmpty(value);
  if (typeof rv !== 'number' || typeof start !== 'string')
    throw badRequest('invalid continue token: continue key is not valid: incorrect encoded start resourceVersion (version meta.k8s.io/v1)');
  return { revision: rv, after: start.endsWith('\u0000') ? start.slice(0, -1) : start };
}

const TOO_OLD =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';

/** The objects at a revision of the past, and their keys in order. */
function past(
  cluster: ServerParts,
  request: ApiRequest,
  prefix: string,
  revision: number,
): { readonly keys: readonly string[]; readonly get: (key: string) => StoredObject | undefined } | undefined {
  const then = collectionFor(cluster, request).asOf(revision);
  return then && { keys: keysWithPrefix([...then.keys()].sort(), prefix), get: (key) => then.get(key) };
}

function source(cluster: ServerParts, request: ApiRequest, prefix: string, options: ParsedListOptions, from: Place | undefined) {
  const { store } = cluster;
  const collection = collectionFor(cluster, request);
  const requested = from?.revision ?? Number(options.resourceVersion);
  if (requested > store.revision) throw tooLargeRevision(requested, store.revision);
  const exact = from !== undefined || options.match === 'Exact' || (options.limit > 0 && requested > 0 && options.match === '');
  if (!exact || requested === store.revision)
    return { revision: store.revision, keys: collection.keys(prefix), get: (key: string) => collection.get(key) };
  const then = past(cluster, request, prefix, requested);
  if (!then) throw expired(from ? TOO_OLD : 'The resourceVersion for the provided list is too old.');
  return { revision: requested, ...then };
}

/** The objects of a collection that fit, or a page of them. A frozen view lists as of its own revision. */
export function list(cluster: ServerParts, request: ApiRequest, frozen?: number): Listed {
  const options = listOptions(request);
  const prefix = request.namespace === undefined ? '' : `${request.namespace}/`;
  const from = options.continueToken === '' ? undefined : decode(options.continueToken);
  const { revision, keys, get } =
    frozen === undefined
      ? source(cluster, request, prefix, options, from)
      : { revision: frozen, ...(past(cluster, request, prefix, frozen) ?? { keys: [], get: () => undefined }) };
  const limit = options.limit > 0 && options.resourceVersion !== '0' ? options.limit : Infinity;
  const start = from ? keys.findIndex((key) => key.slice(prefix.length) > from.after) : 0;
  cluster.conversion?.assertConverted(
    keys.flatMap((key) => get(key) ?? []),
    apiVersionOf(request.served.resource),
  );
  const items: StoredObject[] = [];
  let at = start === -1 ? keys.length : start;
  for (; at < keys.length && items.length < limit; at += 1) {
    const object = get(keys[at] ?? '');
    const shown = object && inVersion(object, request.served.resource, cluster.conversions);
    if (shown && (options.selects?.(shown) ?? true)) items.push(shown);
  }
  const left = keys.length - at;
  const last = keys[at - 1] ?? '';
  return {
    items,
    metadata: {
      ...(request.served.definition && left === 0 ? { continue: '' } : {}), // lists of custom objects say so
      resourceVersion: String(revision),
      ...(left > 0
        ? { continue: encode({ revision, after: last.slice(prefix.length) }), ...(options.selects ? {} : { remainingItemCount: left }) }
        : {}),
    },
  };
}
