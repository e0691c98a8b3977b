import type { IncomingMessage, ServerResponse } from 'node:http';
import { impersonated } from '../auth/impersonate.ts';
import { authenticate } from '../auth/authenticate.ts';
import type { RequestUser } from '../auth/user.ts';
import { forbidden, methodNotAllowed, notServed, StatusError } from '../contracts/status-error.ts';
import type { Fault, Moment } from '../faults/faults.ts';
import type { Switchboard } from '../faults/switchboard.ts';
import { refusal, type Attributes, type Authorizer } from '../rbac/authorizer.ts';
import type { ApiRequest, ServerParts } from '../verbs/request.ts';
import { watch } from '../verbs/watch.ts';
import { accepted, type Accepted } from './accept.ts';
import { readBody } from './body.ts';
import { dispatch, servedAt } from './dispatch.ts';
import type { ServedResource } from '../contracts/schema-source.ts';
import { obeyConnection } from '../verbs/connect.ts';
import { storedObject } from '../verbs/update.ts';
import { sendLog } from './pod-log.ts';
import { proxied, proxyToPod } from './pod-proxy.ts';
import { forwardToPod, type Upgrade } from './port-forward.ts';
import { documentAt, type Documents } from './documents.ts';
import { rowObjectOf } from './present.ts';
import { errorAnswer, failureAnswer, send, type Answer } from './respond.ts';
import { targetOf, type ResourceTarget, type Target } from './target.ts';
import { UNSERVED_PATHS } from './unserved.ts';
import { onceUndefined } from '../upkeep/definitions.ts';
import { streamWatch } from './watch-stream.ts';

export interface Server {
  readonly cluster: ServerParts;
  readonly documents: Documents;
  readonly switchboard: Switchboard;
  readonly bookmarkEveryMs: number;
  /** Told of every defect: an error that is no refusal. */
  readonly report: (error: unknown) => void;
  /** Aborts when the server stops. */
  readonly stopping: AbortSignal;
}

/** One request, and what is known of it before anything is done. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly target: Target;
  readonly query: URLSearchParams;
  readonly user: RequestUser;
  readonly moment: Moment;
  /** Where the client wants another protocol than HTTP, and can have it. */
  readonly upgrade?: Upgrade;
}

/** The answer is on its way already, or never will be. */
const HANDLED = Symbol('handled');
type Outcome = Answer | typeof HANDLED;

const attributesOf = (target: Target): Attributes =>
  target.kind === 'path'
    ? { verb: target.verb, group: '', resource: '', subresource: '', namespace: '', name: '', path: target.path }
    : {
        verb: target.verb,
        group: target.group,
        resource: target.plural,
        subresource: target.subresource ?? '',
        namespace: target.namespace ?? (target.group === '' && target.plural === 'namespaces' ? (target.name ?? '') : ''),
        name: target.name ?? '',
      };

function assertMay({ target, user }: Exchange, authorizer: Authorizer): void {
  const wanted = attributesOf(target);
  const verdict = authorizer.authorize(user, wanted);
  if (verdict.allowed) return;
  const sentence = refusal(user, wanted, verdict.reason);
  if (target.kind === 'path') throw new StatusError(403, 'Forbidden', `forbidden: ${sentence}`, {});
  throw forbidden(target, target.name ?? '', sentence);
}

function momentOf(request: IncomingMessage, path: string, query: URLSearchParams, target: Target, user: RequestUser): Moment {
  const wanted = attributesOf(target);
  const resource = target.kind === 'resource';
  return {
    at: 'request',
    method: request.method ?? '',
    path,
    query,
    user: user.name,
    userAgent: request.headers['user-agent'] ?? '',
    verb: resource ? wanted.verb : '',
    group: wanted.group,
    resource: wanted.resource,
    subresource: wanted.subresource,
    namespace: resource ? (target.namespace ?? '') : '',
    name: wanted.name,
    event: '',
  };
}

/** Does to an exchange what a fault wants; undefined where it wants nothing. */
function suffer({ response }: Exchange, fault: Fault, answer?: Answer): Outcome | undefined {
  switch (fault.do) {
    case 'fail':
      return failureAnswer(fault.status);
    case 'half': {
      const text = answer?.text ?? '';
      response.writeHead(answer?.code ?? 200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) + 1 });
      response.write(text.slice(0, text.length >>> 1), () => response.socket?.destroySoon());
      return HANDLED;
    }
    case 'drop':
      response.socket?.destroy();
      return HANDLED;
    case 'pass':
    case 'lose':
    case 'repeat':
    case 'end':
      return undefined;
  }
}

async function resourceAnswer(
  server: Server,
  exchange: Exchange,
  target: ResourceTarget,
  { shape }: Accepted,
  warnings: string[],
): Promise<Outcome> {
  const { request, query, user, moment } = exchange;
  const { cluster, switchboard } = server;
  const served = servedAt(target, cluster);
  if ('code' in served) return served;
  if (target.plural === 'pods' && target.group === '' && ['log', 'proxy', 'portforward'].includes(target.subresource ?? '')) {
    await podStream(server, exchange, target, served);
    return HANDLED;
  }
  const mediaType = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const writes = target.verb !== 'get' && target.verb !== 'list' && target.verb !== 'watch';
  const api: ApiRequest = {
    verb: target.verb,
    served,
    namespace: target.namespace,
    name: target.name,
    subresource: target.subresource,
    query,
    user,
    userAgent: moment.userAgent,
    body: { bytes: writes ? await readBody(request) : Buffer.alloc(0), mediaType },
    warn: (message) => warnings.push(message),
  };
  const as = { served, shape, rowObject: rowObjectOf(query), now: cluster.clock() };
  if (target.plural === 'endpoints' && target.group === '')
    warnings.push('v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice');
  if (target.verb !== 'watch') return dispatch(cluster, api, as, switchboard.frozenAt(moment));
  await watchAnswer(server, exchange, api, as);
  return HANDLED;
}

/** What comes from the pod itself, and not from the store. */
async function podStream(
  { cluster, stopping }: Server,
  { request, response, query, user, upgrade }: Exchange,
  target: ResourceTarget,
  served: ServedResource,
): Promise<void> {
  // A WebSocket begins as a GET, and yet it can do what a POST can: it takes both rights.
  if (upgrade && !cluster.access.authorizer.authorize(user, { ...attributesOf(target), verb: 'create' }).allowed)
    throw forbidden(target, target.name ?? '', '');
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const signal = AbortSignal.any([gone.signal, stopping]);
  const { pod: name, port } = target.subresource === 'proxy' ? proxied(target.name ?? '') : { pod: target.name ?? '', port: '' };
  const pod = storedObject(cluster, served, target.namespace, name);
  if (target.subresource === 'log') return sendLog(response, pod, query, cluster.nodes, cluster.clock(), signal);
  await obeyConnection(cluster, { served, user, query, namespace: target.namespace, name, subresource: target.subresource }, target.rest);
  if (target.subresource === 'portforward') return forwardToPod(request, upgrade, pod, query, cluster.nodes, stopping);
  return proxyToPod(
    request,
    response,
    pod,
    port,
    `${target.rest ?? ''}${query.size === 0 ? '' : `?${query.toString()}`}`,
    cluster.nodes,
    signal,
  );
}

async function watchAnswer(
  { cluster, switchboard, bookmarkEveryMs, stopping }: Server,
  { response, moment }: Exchange,
  api: ApiRequest,
  as: Parameters<typeof streamWatch>[1]['as'],
): Promise<void> {
  const gone = new AbortController();
  const leave = () => gone.abort();
  response.once('close', leave);
  stopping.addEventListener('abort', leave, { once: true });
  const stream = watch(cluster, api);
  const stay = onceUndefined(cluster, api.served, () => setImmediate(leave)); // after the last objects' ends are told
  const momentOfEvent = (type: string, name: string): Moment => ({ ...moment, at: 'event', event: type, name });
  await streamWatch(
    response,
    {
      watch: stream,
      as,
      bookmarkEveryMs,
      timeoutMs: (stream.options.timeoutSeconds ?? 1_800 + Math.floor(Math.random() * 1_800)) * 1_000,
      fault: (event) =>
        switchboard.idle
          ? undefined
          : switchboard.decide(momentOfEvent(event.type, 'object' in event ? (event.object.metadata.name ?? '') : '')),
      held: (event) => {
        const frozen = switchboard.idle ? undefined : switchboard.frozenAt(moment);
        const revision = 'object' in event ? Number(event.object.metadata.resourceVersion) : event.type === 'BOOKMARK' ? event.revision : 0;
        if (frozen === undefined || revision <= frozen) return undefined;
        return switchboard.thawed(moment);
      },
    },
    gone.signal,
  ).finally(() => {
    stay();
    stopping.removeEventListener('abort', leave);
  });
}

async function answerTo(server: Server, exchange: Exchange, as: Accepted, warnings: string[]): Promise<Outcome> {
  const { target, query } = exchange;
  assertMay(exchange, server.cluster.access.authorizer);
  if (target.kind === 'resource') return resourceAnswer(server, exchange, target, as, warnings);
  const unserved = UNSERVED_PATHS.find(({ at }) => at.test(target.path));
  if (unserved) throw notServed(unserved.what);
  if (target.verb !== 'get' && target.verb !== 'head') throw methodNotAllowed();
  return documentAt(target.path, query, as.shape, server.documents);
}

const wantsPretty = (query: URLSearchParams, userAgent: string) =>
  query.has('pretty') ? !['false', '0'].includes(query.get('pretty') ?? '') : /^(curl|Wget|Mozilla\/5\.0)/.test(userAgent);

/** Hardly anybody asks for YAML, so that its library is loaded by those who do. */
async function yamlWriter(): Promise<(text: string) => string> {
  const { dump } = await import('js-yaml');
  return (text) => dump(JSON.parse(text), { lineWidth: -1, noRefs: true });
}

/** Answers one request; never throws. */
export async function handle(server: Server, request: IncomingMessage, response: ServerResponse, upgrade?: Upgrade): Promise<void> {
  const { switchboard, report } = server;
  const [, pathname = '/', search = ''] = /^([^?]*)\??(.*)$/s.exec(request.url ?? '/') ?? [];
  const query = new URLSearchParams(search);
  const warnings: string[] = [];
  let outcome: Outcome;
  let exchange: Exchange | undefined;
  let yaml: ((text: string) => string) | undefined;
  try {
    const user = impersonated(
      request.headersDistinct,
      authenticate(request.headers, server.cluster.access),
      server.cluster.access.authorizer,
    );
    const target = targetOf(request.method ?? 'GET', pathname, query);
    exchange = { request, response, target, query, user, moment: momentOf(request, pathname, query, target, user), upgrade };
    const before = switchboard.idle ? undefined : suffer(exchange, await switchboard.decide(exchange.moment));
    const as = accepted(request.headers.accept);
    yaml = as.format === 'yaml' ? await yamlWriter() : undefined;
    outcome = before ?? (await answerTo(server, exchange, as, warnings));
  } catch (error) {
    outcome = errorAnswer(error, report);
  }
  if (outcome === HANDLED || response.headersSent || response.destroyed) return;
  if (exchange && !switchboard.idle) {
    const after = suffer(exchange, await switchboard.decide({ ...exchange.moment, at: 'answer' }), outcome);
    if (after === HANDLED) return;
    outcome = after ?? outcome;
  }
  if (!request.complete) response.shouldKeepAlive = false; // the rest of a refused body is not waited for
  send(response, outcome, warnings, { yaml, pretty: wantsPretty(query, request.headers['user-agent'] ?? '') });
}
