import type { FaultMoment } from '../../faults/faults.ts';
import type { Attributes } from '../../rbac/authorizer.ts';
import type { Identified } from './identify.ts';
import { targetOf, type RequestTarget } from './target.ts';

/** A request of which it is known what it is about. */
export interface Located extends Identified {
  readonly target: RequestTarget;
  /** What the sender needs the right to do. */
  readonly wanted: Attributes;
  /** What an injected fault can be aimed at. */
  readonly moment: FaultMoment;
}

/** Throws a URIError on a path that is not well encoded. */
export function locate(identified: Identified): Located {
  const { request, path, query } = identified;
  const target = targetOf(request.method ?? 'GET', path, query);
  const wanted = attributesOf(target, query.get('fieldSelector'));
  return { ...identified, target, wanted, moment: momentOf(identified, target, wanted) };
}

const attributesOf = (target: RequestTarget, fieldSelector: string | null): Attributes =>
  target.kind === 'path'
    ? { verb: target.verb, group: '', resource: '', subresource: '', namespace: '', name: '', path: target.path }
    : {
        verb: target.verb,
        group: target.group,
        resource: target.plural,
        subresource: target.subresource ?? '',
        namespace: target.namespace ?? (target.group === '' && target.plural === 'namespaces' ? (target.name ?? '') : ''),
        name: target.name ?? selectedName(fieldSelector),
      };

/** A collection of one name needs no more rights than that object. */
function selectedName(fieldSelector: string | null): string {
  const terms = (fieldSelector ?? '').split(',').map((term) => /^metadata\.name==?(.*)$/.exec(term)?.[1] ?? '');
  const name = terms.find((term) => term !== '') ?? '';
  return /[/%]/.test(name) || name === '.' || name === '..' ? '' : name;
}

function momentOf({ request, path, query, user }: Identified, target: RequestTarget, wanted: Attributes): FaultMoment {
  const resource = target.kind === 'resource';
  return {
    at: 'request',
    method: request.method ?? '',
    path,
    query,
    user: user.name,
    userAgent: request.headers['user-agent'] ?? '',
    contentType: request.headers['content-type'] ?? '',
    verb: resource ? wanted.verb : '',
    group: wanted.group,
    resource: wanted.resource,
    subresource: wanted.subresource,
    namespace: resource ? (target.namespace ?? '') : '',
    name: wanted.name,
    event: '',
  };
}
