import type { ApiRequest, ServerParts } from '../../verbs/request.ts';
import { rowObjectOf, type Presentation } from '../present/present.ts';
import { readBody } from './body.ts';
import type { Resolved } from './resolve.ts';

/** A request with all that came with it, as the verbs want it. */
export interface Admitted extends Resolved {
  readonly apiRequest: ApiRequest;
  readonly as: Presentation;
}

/** What a client is told that asks for one of these. */
const DEPRECATED: Readonly<Record<string, string>> = {
  endpoints: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
  componentstatuses: 'v1 ComponentStatus is deprecated in v1.19+',
};
const READS: ReadonlySet<string> = new Set(['get', 'list', 'watch']);

/** Reads the body. Throws a StatusError where that is too large (413), or breaks off. */
export async function admit({ clock }: ServerParts, resolved: Resolved): Promise<Admitted> {
  const { request, target, query, served, user, moment, accept, warnings } = resolved;
  const mediaType = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const apiRequest: ApiRequest = {
    verb: target.verb,
    served,
    namespace: target.namespace,
    name: target.name,
    subresource: target.subresource,
    query,
    user,
    userAgent: moment.userAgent,
    body: { bytes: READS.has(target.verb) ? Buffer.alloc(0) : await readBody(request), mediaType },
    warn: (message) => warnings.push(message),
  };
  const as: Presentation = { served, shape: accept.shape, rowObject: rowObjectOf(query), now: clock() };
  const deprecated = target.group === '' ? DEPRECATED[target.plural] : undefined;
  if (deprecated !== undefined) warnings.push(deprecated);
  return { ...resolved, apiRequest, as };
}
