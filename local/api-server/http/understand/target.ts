import type { Verb } from '../../contracts/resource-info.ts';

/** A request for an object or a collection of them, as its path says. */
export interface ResourceTarget {
  readonly kind: 'resource';
  readonly verb: Verb;
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly subresource?: string;
  /** What follows `proxy` in the path, with its slash. */
  readonly rest?: string;
}

/** Anything else: discovery, health, the documents. */
export interface PathTarget {
  readonly kind: 'path';
  readonly path: string;
  /** What rules of `nonResourceURLs` call the method. */
  readonly verb: string;
}

export type RequestTarget = PathTarget | ResourceTarget;

const VERBS: Readonly<Record<string, readonly [one: Verb, all: Verb]>> = {
  GET: ['get', 'list'],
  HEAD: ['get', 'list'],
  POST: ['create', 'create'],
  PUT: ['update', 'update'],
  PATCH: ['patch', 'patch'],
  DELETE: ['delete', 'deletecollection'],
};

const isTrue = (text: string | null) => text !== null && ['', '1', 'true', 'True', 'TRUE', 't', 'T'].includes(text);

/** Subresources of a namespace itself; anything else in that place is a resource within it. */
const OF_NAMESPACES: ReadonlySet<string> = new Set(['status', 'finalize']);

function located(parts: readonly string[]): Pick<ResourceTarget, 'name' | 'namespace' | 'plural' | 'rest' | 'subresource'> | undefined {
  const [first, second, third] = parts;
  const inside = first === 'namespaces' && second !== undefined && third !== undefined && !(OF_NAMESPACES.has(third) && parts.length === 3);
  const [plural, name, subresource, ...more] = inside ? parts.slice(2) : parts;
  if (plural === undefined) return undefined;
  const proxied = subresource === 'proxy';
  if (more.length > 0 && !proxied) return undefined;
  return {
    plural,
    ...(inside ? { namespace: second } : {}),
    ...(name === undefined || name === '' ? {} : { name }),
    ...(subresource === undefined ? {} : { subresource }),
    ...(proxied ? { rest: more.length === 0 ? '' : `/${more.join('/')}` } : {}),
  };
}

/** What a request means, and is judged by: whether it is served at that path is another question. Throws a URIError on a bad encoding. */
export function targetOf(method: string, pathname: string, query: URLSearchParams): RequestTarget {
  const path: PathTarget = { kind: 'path', path: pathname, verb: method.toLowerCase() };
  const verbs = VERBS[method];
  const encoded = pathname.replace(/^\/+/, '').split('/');
  const segments = pathname.includes('%') ? encoded.map(decodeURIComponent) : encoded;
  if (segments.at(-1) === '' && !segments.includes('proxy')) segments.pop();
  const [root, ...rest] = segments;
  const [group, version, parts] = root === 'api' ? ['', rest[0], rest.slice(1)] : [rest[0], rest[1], rest.slice(2)];
  if ((root !== 'api' && root !== 'apis') || verbs === undefined || group === undefined || version === undefined || parts.length === 0)
    return path;
  const place = located(parts);
  if (place === undefined) return path;
  const [one, all] = verbs;
  const verb = place.name !== undefined ? one : all;
  return {
    kind: 'resource',
    verb: verb === 'list' && query.has('watch') && isTrue(query.get('watch')) ? 'watch' : verb,
    group,
    version,
    ...place,
  };
}
