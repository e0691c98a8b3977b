import { CelError } from '../values/cel-error.ts';
import type { Library } from '../types/functions.ts';
import { traversal } from '../values/operators.ts';
import { Opaque, type Value } from '../values/value.ts';

class Url extends Opaque {
  readonly type = 'kubernetes.URL';
  readonly parts: Parts;
  readonly text: string;
  constructor(text: string, parts: Parts) {
    super();
    this.text = text;
    this.parts = parts;
  }
  equals(other: Opaque): boolean {
    return other instanceof Url && other.text === this.text;
  }
}

interface Parts {
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
}

const FORM = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#.*)?$/s;

/** Go's `url.ParseRequestURI`: an absolute URL, or an absolute path. */
function partsOf(text: string): Parts | string {
  const told = (why: string) => `parse ${JSON.stringify(text)}: ${why}`;
  if (text === '') return told('empty url');
  if (Array.from(text).some((one) => one < ' ' || one === '\x7f')) return told('net/url: invalid control character in URL');
  const [, scheme = '', authority = '', path = '', query = ''] = FORM.exec(text) ?? [];
  if (scheme === '' && !text.startsWith('/')) return told(text.startsWith(':') ? 'missing protocol scheme' : 'invalid URI for request');
  const escape = /%(?![0-9a-fA-F]{2}).{0,2}/.exec(authority + path)?.[0];
  if (escape !== undefined) return told(`invalid URL escape ${JSON.stringify(escape)}`);
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const port = /:([^:\]]*)$/.exec(host)?.[1];
  if (port !== undefined && !/^\d*$/.test(port)) return told(`invalid port ${JSON.stringify(`:${port}`)} after host`);
  const bad = /[ <>"]/.exec(host)?.[0];
  if (bad !== undefined) return told(`invalid character ${JSON.stringify(bad)} in host name`);
  return { scheme: scheme.toLowerCase(), host, path, query };
}

/** Why a text is not a URL; undefined where it is one. */
export function urlProblem(text: string): string | undefined {
  const parts = partsOf(text);
  return typeof parts === 'string' ? parts : undefined;
}

function url(text: string): Url {
  const parts = partsOf(text);
  if (typeof parts === 'string') throw new CelError(`URL parse error during conversion from string: ${parts}`);
  return new Url(text, parts);
}

const portOf = (host: string) => /:(\d*)$/.exec(host.replace(/^\[[^\]]*\]/, ''))?.[1] ?? '';
const hostnameOf = (host: string) => /^\[([^\]]*)\]/.exec(host)?.[1] ?? host.replace(/:\d*$/, '');
const escapedPath = (path: string) => path.replace(/[^A-Za-z0-9\-_.~!$&'()*+,;=:@/%[\]]/gu, (one) => encodeURIComponent(one));

function queryOf(query: string): Value {
  const found = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(query)) found.set(name, [...(found.get(name) ?? []), value]);
  return Object.fromEntries(found);
}

const U = 'kubernetes.URL';

export const urls: Library = [
  [`url(string) -> ${U}`, url, traversal],
  ['isURL(string) -> bool', (text: string) => urlProblem(text) === undefined, traversal],
  [`${U}.getScheme() -> string`, ({ parts }: Url) => parts.scheme],
  [`${U}.getHost() -> string`, ({ parts }: Url) => parts.host],
  [`${U}.getHostname() -> string`, ({ parts }: Url) => hostnameOf(parts.host)],
  [`${U}.getPort() -> string`, ({ parts }: Url) => portOf(parts.host)],
  [`${U}.getEscapedPath() -> string`, ({ parts }: Url) => escapedPath(parts.path)],
  [`${U}.getQuery() -> map<string, list<string>>`, ({ parts }: Url) => queryOf(parts.query)],
];
