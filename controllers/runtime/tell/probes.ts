import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { isIPv6, type AddressInfo } from 'node:net';
import { nodeHttp } from '../../../ground/node-http.ts';

/** What is wrong, a sentence each; none: all is well. */
export type Check = () => readonly string[];

export interface ProbeOptions {
  /** Should this process be restarted? */
  readonly live: Check;
  /** Can it do its work now? */
  readonly ready: Check;
  /** The page of a key, or of all keys; undefined where there is none. */
  readonly why: (key: string | undefined) => string | undefined;
  readonly metrics: { text(): Promise<string>; readonly contentType: string };
}

/** `/healthz`, `/readyz`, `/metrics`, `/why`: a 503 names the reasons, one per line. `/live` is Reloader's word for the first. */
export function createProbes({ live, ready, why, metrics }: ProbeOptions): Server {
  const check = (response: ServerResponse, find: Check) => {
    const reasons = find();
    answer(response, reasons.length === 0 ? 200 : 503, reasons.length === 0 ? 'ok\n' : `${reasons.join('\n')}\n`);
  };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD');
      answer(response, 405, 'only GET\n');
      return;
    }
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    switch (pathname) {
      case '/healthz':
        return check(response, live);
      case '/live':
        return answer(response, live().length === 0 ? 200 : 500, live().length === 0 ? 'alive' : `${live().join('\n')}\n`);
      case '/readyz':
        return check(response, ready);
      case '/metrics':
        return answer(response, 200, await metrics.text(), metrics.contentType);
      case '/why': {
        const page = why(searchParams.get('key') ?? undefined);
        return answer(response, page === undefined ? 404 : 200, page ?? NOT_LOOKED_AT);
      }
      default:
        return answer(response, 404, 'there are /healthz, /live, /readyz, /metrics and /why\n');
    }
  };
  return nodeHttp.createServer((request, response) => {
    serve(request, response).catch((error: unknown) => answer(response, 500, `${String(error)}\n`));
  });
}

const NOT_LOOKED_AT =
  'this process does not remember a look at that key: only the leader looks, in a flood not all is remembered, ' +
  'and a key is written as in its log; /why lists them\n';

function answer(response: ServerResponse, status: number, body: string, type = 'text/plain; charset=utf-8'): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body), 'cache-control': 'no-store' }).end(body);
}

/** `:9090` and `0.0.0.0:9090`, `[::1]:9090`; port 0 takes a free one. Undefined where it is not an address. */
export function addressOf(text: string): { readonly host?: string; readonly port: number } | undefined {
  const { host, port } = /^(?<host>[^:[\]]*|\[[^\]]*\]):(?<port>\d{1,5})$/.exec(text)?.groups ?? {};
  if (host === undefined || port === undefined || Number(port) > 65_535) return undefined;
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  if (host.startsWith('[') && !isIPv6(bare)) return undefined;
  return bare === '' ? { port: Number(port) } : { host: bare, port: Number(port) };
}

/** Resolves with the port once the server listens. */
export function listen(server: Server, { host, port }: { readonly host?: string; readonly port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, ...(host === undefined ? {} : { host }) }, () => {
      server.removeListener('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Ends the server and every connection it has. */
export async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => {
    server.close(resolve);
  });
}
