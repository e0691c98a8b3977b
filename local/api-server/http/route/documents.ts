import type { JsonObject } from '../../../../ground/json/json.ts';
import type { DiscoveryDocuments, OpenApi, ServedResource } from '../../contracts/schema-source.ts';
import type { Registry } from '../../registry.ts';
import { methodNotAllowed, notServed } from '../../contracts/status-error.ts';
import { UNSERVED_PATHS } from '../admit/unserved.ts';
import { jsonAnswer, objectAnswer, plainAnswer, type Answer } from '../present/answer.ts';
import { nothingThere } from '../present/nothing-there.ts';
import type { Understood } from '../understand/negotiate.ts';
import type { PathTarget } from '../understand/target.ts';

/** The version of Kubernetes whose answers this server gives. */
const VERSION = {
  major: '1',
  minor: '36',
  emulationMajor: '1',
  emulationMinor: '36',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '35',
  gitVersion: 'v1.36.3+civ8s',
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: '',
  compiler: 'node',
  platform: `${process.platform}/${process.arch}`,
};

const HEALTH = ['ping', 'store'];
const HEALTH_CHECK = new RegExp(`^/(healthz|livez|readyz)/(${HEALTH.join('|')})$`);

export interface ServerDocuments {
  readonly registry: Registry;
  readonly discovery: DiscoveryDocuments;
  readonly openApi: OpenApi;
  /** `host:port`, as clients call this server. */
  readonly address: () => string;
}

function health(path: string, query: URLSearchParams): Answer {
  if (!query.has('verbose')) return plainAnswer(200, 'ok');
  return plainAnswer(200, `${HEALTH.map((check) => `[+]${check} ok\n`).join('')}${path.slice(1)} check passed\n`);
}

const OPENAPI_V3 = '/openapi/v3';

async function openApiDocument(path: string, { accept }: Understood, { registry, openApi }: ServerDocuments): Promise<Answer> {
  const served = registry.served();
  const document = () => (path === OPENAPI_V3 ? openApi.index(served) : openApi.document(path.slice(`${OPENAPI_V3}/`.length), served));
  if (path === OPENAPI_V3 || accept.format !== 'openapi-message') return keptAnswer(served, path, document) ?? plainAnswer(404, '');
  const made = document();
  if (made === undefined) return plainAnswer(404, '');
  const { openApiV3Message } = await import('../../schema/openapi-v3/message.ts');
  return messageAnswer('v3', openApiV3Message(made));
}

/** By path, for as long as the same is served: every kubectl asks for the index and a document or two. */
const kept = new WeakMap<readonly ServedResource[], Map<string, Answer>>();

function keptAnswer(served: readonly ServedResource[], path: string, make: () => JsonObject | undefined): Answer | undefined {
  const answers = kept.get(served) ?? new Map<string, Answer>();
  kept.set(served, answers);
  const document = answers.has(path) ? undefined : make();
  if (document !== undefined) answers.set(path, objectAnswer(200, document));
  return answers.get(path);
}

const messageAnswer = (version: 'v2' | 'v3', bytes: Uint8Array): Answer => ({
  code: 200,
  text: '',
  bytes,
  contentType: `application/com.github.proto-openapi.spec.${version}.v1.0+protobuf`,
});

/** It is large and seldom asked for, so that what makes it is loaded by those who ask. */
async function openApiV2Document({ accept }: Understood, { registry }: ServerDocuments): Promise<Answer> {
  const { openApiV2 } = await import('../../schema/openapi-v2/document.ts');
  const document = openApiV2(registry.served());
  if (accept.format !== 'openapi-message') return objectAnswer(200, document);
  const { openApiV2Message } = await import('../../schema/openapi-v2/message.ts');
  return messageAnswer('v2', openApiV2Message(document));
}

/** Discovery, health, the version, OpenAPI: whatever is not a resource. Throws a StatusError where it is not served, or only read. */
export function documentAt({ path, verb }: PathTarget, exchange: Understood, documents: ServerDocuments): Answer | Promise<Answer> {
  const unserved = UNSERVED_PATHS.find(({ at }) => at.test(path));
  if (unserved) throw notServed(unserved.what);
  const document = found(path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path, exchange, documents);
  if (document === undefined) return nothingThere(path, documents.registry.builtIn);
  if (verb !== 'get' && verb !== 'head') throw methodNotAllowed();
  return document();
}

type Document = () => Answer | Promise<Answer>;

function found(path: string, exchange: Understood, documents: ServerDocuments): Document | undefined {
  const { query } = exchange;
  if (/^\/(healthz|livez|readyz)$/.test(path)) return () => health(path, query);
  if (HEALTH_CHECK.test(path)) return () => plainAnswer(200, 'ok');
  if (path === '/') return () => objectAnswer(200, { paths: pathsOf(documents.registry) });
  if (path === '/version') return () => jsonAnswer(200, JSON.stringify(VERSION, undefined, 2));
  if (path === '/openapi/v2') return () => openApiV2Document(exchange, documents);
  if (path === OPENAPI_V3 || path.startsWith(`${OPENAPI_V3}/`)) return () => openApiDocument(path, exchange, documents);
  if (path === '/api' || path === '/apis') return () => rootOfDiscovery(path.slice(1) as 'api' | 'apis', exchange, documents);
  const list = partOfDiscovery(path, documents);
  return list && (() => objectAnswer(200, list));
}

/** All that documents are at. */
function pathsOf(registry: Registry): readonly string[] {
  const groups = registry.resources().map(({ group, version }) => (group === '' ? ['/api', version] : ['/apis', group, version]));
  return [
    ...new Set([
      ...groups.flatMap((parts) => parts.map((_, at) => parts.slice(0, at + 1).join('/'))),
      ...['healthz', 'livez', 'readyz'].flatMap((path) => [`/${path}`, ...HEALTH.map((check) => `/${path}/${check}`)]),
      '/openapi/v2',
      OPENAPI_V3,
      '/version',
    ]),
  ].sort();
}

function rootOfDiscovery(root: 'api' | 'apis', { accept }: Understood, { registry, discovery, address }: ServerDocuments): Answer {
  const infos = registry.resources();
  if (accept.shape !== 'aggregated-discovery')
    return objectAnswer(200, root === 'api' ? discovery.coreVersions(address()) : discovery.groups(infos));
  return {
    ...objectAnswer(200, discovery.aggregated(root, infos)),
    contentType: 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
  };
}

/** A group, or a version of one. */
function partOfDiscovery(path: string, { registry, discovery }: ServerDocuments): JsonObject | undefined {
  const [, root, ...parts] = path.split('/');
  const [first = '', second] = parts;
  const infos = registry.resources();
  if (root === 'api') return parts.length === 1 ? discovery.resources('', first, infos) : undefined;
  if (root !== 'apis' || first === '' || parts.length > 2) return undefined;
  return second === undefined ? discovery.group(first, infos) : discovery.resources(first, second, infos);
}
