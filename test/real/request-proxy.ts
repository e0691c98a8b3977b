import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Agent, request as forward } from 'undici';
import { textOf } from '../../kube/client/exchange.ts';
import type { BorrowedApiServer } from './borrowed.ts';

/** What somebody asked of the server, in words: `patch deployments.apps shop/web`, `create pods/eviction shop/a`. */
export interface ProxiedRequest {
  readonly what: string;
  readonly verb: 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete';
  /** `deployments.apps`, `pods/eviction`. */
  readonly resource: string;
  readonly namespace: string;
  readonly query: URLSearchParams;
  readonly body: string;
}

/** What becomes of a request. `lost`: the server does it, and nobody hears of that. */
export type Fate = 'served' | 'dropped' | 'lost' | { readonly status: number; readonly reason: string; readonly message: string };

/** A server in front of the real one that knows what is asked: it counts, and does to single requests what networks and servers do. */
export interface RequestProxy {
  /** A kubeconfig file of the administrator, through the proxy. */
  readonly kubeconfig: string;
  /** All that came, whatever became of it. */
  readonly asked: readonly ProxiedRequest[];
  /** All that was answered well, but for watches, in that order. */
  readonly done: readonly ProxiedRequest[];
  /** Those of them that write, without Events and Leases. */
  readonly writes: readonly ProxiedRequest[];
  /** Decides before the server hears of it. */
  fate: (request: ProxiedRequest) => Fate | Promise<Fate>;
  /** Called once the server has done it, and before whoever asked learns of that. */
  committed: (request: ProxiedRequest) => void | Promise<void>;
  /** No watch of these resources (`deployments.apps`) passes on what happens, until the answer is called. */
  holdEvents(...resources: readonly string[]): () => void;
  /** Ends every watch, and refuses new ones and lists until the answer is called. */
  cutWatches(): () => void;
  stop(): Promise<void>;
}

const VERBS: Readonly<Record<string, ProxiedRequest['verb']>> = { POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' };
const CUT: Fate = { status: 503, reason: 'ServiceUnavailable', message: 'cut off by a test' };
let proxies = 0;

export async function startRequestProxy({ url: target, ca, kubeconfig: direct }: BorrowedApiServer): Promise<RequestProxy> {
  const dispatcher = new Agent({ connect: { ca } });
  const asked: ProxiedRequest[] = [];
  const done: ProxiedRequest[] = [];
  const held = new Map<string, Promise<void>>();
  const watches = new Set<ServerResponse>();
  const over = new AbortController();
  let cut = false;

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/', headers } = incoming;
    const body = await textOf(incoming);
    const request = read(method, new URL(url, target), body);
    asked.push(request);
    const reads = request.verb === 'watch' || request.verb === 'list';
    const fate = cut && reads ? CUT : await proxy.fate(request);
    if (fate === 'dropped') return void outgoing.destroy();
    if (typeof fate === 'object') return refuse(outgoing, fate);
    const left = new AbortController();
    outgoing.on('close', () => left.abort());
    // Whoever leaves a write has it done all the same, as it was on its way.
    const signal = reads ? AbortSignal.any([left.signal, over.signal]) : over.signal;
    const { host: _, connection: __, 'content-length': ___, 'transfer-encoding': ____, ...passed } = headers;
    const answer = await forward(`${target}${url}`, { dispatcher, method, headers: passed, body: body === '' ? undefined : body, signal });
    if (request.verb === 'watch') return pass(request.resource, answer.body, outgoing, answer.statusCode);
    const text = Buffer.concat(await Array.fromAsync(answer.body as AsyncIterable<Uint8Array>));
    if (answer.statusCode < 300) {
      done.push(request);
      await proxy.committed(request);
    }
    if (fate === 'lost') return void outgoing.destroy();
    const { connection: ____c, 'transfer-encoding': ____t, ...answered } = answer.headers;
    outgoing.writeHead(answer.statusCode, answered).end(text);
  }

  async function pass(resource: string, events: AsyncIterable<Uint8Array>, outgoing: ServerResponse, status: number): Promise<void> {
    watches.add(outgoing);
    outgoing.writeHead(status, { 'content-type': 'application/json' }).flushHeaders();
    try {
      for await (const piece of events) {
        await held.get(resource);
        outgoing.write(piece);
      }
      outgoing.end();
    } finally {
      watches.delete(outgoing);
    }
  }

  const listener = createServer((incoming, outgoing) => void serve(incoming, outgoing).catch(() => outgoing.destroy()));
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const kubeconfig = `${direct}-proxy-${++proxies}`;
  writeFileSync(kubeconfig, readFileSync(direct, 'utf8').replace(target, `http://127.0.0.1:${address.port}`), { mode: 0o600 });

  const proxy: RequestProxy = {
    kubeconfig,
    asked,
    done,
    get writes() {
      return done.filter(({ verb, resource }) => !['get', 'list', 'watch'].includes(verb) && !/^(events|leases)\b/.test(resource));
    },
    fate: () => 'served',
    committed: () => undefined,
    holdEvents(...resources) {
      let release = (): void => undefined;
      const released = new Promise<void>((resolve) => (release = resolve));
      for (const resource of resources) held.set(resource, released);
      return () => {
        for (const resource of resources) held.delete(resource);
        release();
      };
    },
    cutWatches() {
      cut = true;
      for (const watch of watches) watch.destroy();
      return () => void (cut = false);
    },
    async stop() {
      over.abort();
      listener.closeAllConnections();
      listener.close();
      await once(listener, 'close');
      await dispatcher.destroy();
    },
  };
  return proxy;
}

function refuse(outgoing: ServerResponse, { status, reason, message }: Exclude<Fate, string>): void {
  outgoing
    .writeHead(status, { 'content-type': 'application/json' })
    .end(JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code: status, reason, message }));
}

/** The parts of `/apis/<group>/<version>/namespaces/<namespace>/<resource>/<name>/<subresource>`. */
function read(method: string, { pathname, searchParams: query }: URL, body: string): ProxiedRequest {
  const [root, ...rest] = pathname.split('/').slice(1);
  const group = root === 'apis' ? `.${rest.shift()}` : '';
  const parts = rest.slice(1);
  const namespace = parts[0] === 'namespaces' && parts.length > 2 ? (parts.splice(0, 2)[1] ?? '') : '';
  const [plural = '', named, subresource] = parts;
  // A review asks: nothing is kept of it.
  const verb = plural.endsWith('reviews')
    ? 'get'
    : (VERBS[method] ?? (named !== undefined ? 'get' : query.get('watch') === null ? 'list' : 'watch'));
  const name =
    named ?? (verb === 'create' ? ((JSON.parse(body) as { readonly metadata?: { readonly name?: string } }).metadata?.name ?? '') : '');
  const resource = `${plural}${group}${subresource === undefined ? '' : `/${subresource}`}`;
  return { what: `${verb} ${resource} ${namespace === '' ? '' : `${namespace}/`}${name}`, verb, resource, namespace, query, body };
}
