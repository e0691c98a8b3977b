import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { isJsonObject, textOrEmpty, type Json } from '../../../../ground/json/json.ts';
import { nodeHttp } from '../../../../ground/node-http.ts';
import type { StoredObject } from '../../contracts/kube-object.ts';
import type { NodeHooks } from '../../contracts/node-hooks.ts';
import { badRequest, notServed, StatusError } from '../../contracts/status-error.ts';

/** `name`, `name:port` or `http:name:port`. */
export function proxied(name: string): { readonly pod: string; readonly port: string } {
  const parts = name.split(':');
  if (parts.length === 3 && parts[0] !== '' && parts[0] !== 'http') throw notServed(`${parts[0] ?? ''} through pods/proxy`);
  const [pod = '', port = ''] = parts.length === 3 ? parts.slice(1) : parts;
  return { pod, port };
}

const listAt = (value: Json | undefined, field: string) => {
  const list = isJsonObject(value) ? value[field] : undefined;
  return Array.isArray(list) ? list.filter((each) => isJsonObject(each)) : [];
};

/** The number of a port that may be given by its name; without one, the first that the pod names. */
function portNumber(pod: StoredObject, requested: string): number {
  if (/^\d{1,5}$/.test(requested)) return Number(requested);
  const ports = listAt(pod['spec'], 'containers').flatMap((container) => listAt(container, 'ports'));
  const found = requested === '' ? ports[0] : ports.find((port) => textOrEmpty(port['name']) === requested);
  const number = found?.['containerPort'];
  if (typeof number === 'number') return number;
  if (requested === '') return 80;
  throw badRequest(`no port ${JSON.stringify(requested)} in pod ${JSON.stringify(pod.metadata.name ?? '')}`);
}

const unreachable = (why: string) => new StatusError(503, 'ServiceUnavailable', `error trying to reach service: ${why}`);

// The client's own credentials are for this server, and these are about its connection only.
const NOT_PASSED_ON: ReadonlySet<string> = new Set([
  'authorization',
  'connection',
  'host',
  'keep-alive',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

const passedOn = (headers: IncomingMessage['headers']) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !NOT_PASSED_ON.has(name)));

/** Passes a request on to a port of a pod, and its answer back. */
export async function proxyToPod(
  request: IncomingMessage,
  response: ServerResponse,
  pod: StoredObject,
  port: string,
  path: string,
  nodes: NodeHooks | undefined,
  signal: AbortSignal,
): Promise<void> {
  if (!nodes) throw notServed('pods/proxy: no node runs pods here');
  const number = portNumber(pod, port);
  const address = nodes.address(pod, number);
  if (!address) throw unreachable(`pod ${pod.metadata.name ?? ''} does not listen on port ${number}`);
  const outgoing = nodeHttp.request({
    ...address,
    method: request.method,
    path: path === '' ? '/' : path,
    headers: { ...passedOn(request.headers), host: `${address.host}:${address.port}` },
    signal,
  });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve);
    outgoing.once('error', (error) => reject(unreachable(error.message)));
  });
  const sent = pipeline(request, outgoing).catch(() => undefined); // told by `answered`
  const incoming = await answered;
  if ((incoming.statusCode ?? 0) < 200) throw unreachable(`the pod answered with status ${incoming.statusCode ?? 0}`);
  response.writeHead(incoming.statusCode ?? 502, passedOn(incoming.headers));
  await pipeline(incoming, response).catch(() => undefined); // a client that went away does not need to be told
  await sent;
}
