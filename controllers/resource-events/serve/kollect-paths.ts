import type { Server, ServerResponse } from 'node:http';
import { nodeHttp } from '../../../ground/node-http.ts';
import { packageVersion } from '../../../model/package-version.ts';
import type { Check } from '../../runtime/tell/probes.ts';

export interface KollectPathsOptions {
  readonly ready: Check;
  readonly metrics: { text(): Promise<string>; readonly contentType: string };
}

/** The paths that kollect's manifests probe and scrape, but for pprof: what is in memory is nobody's business. */
export function createKollectPaths({ ready, metrics }: KollectPathsOptions): Server {
  const serve = async (path: string, response: ServerResponse): Promise<void> => {
    switch (path) {
      case '/__/health':
        return answer(response, 200, `${JSON.stringify(HEALTH, undefined, 4)}\n`, 'application/json');
      case '/__/ready': {
        const reasons = ready();
        return reasons.length === 0 ? answer(response, 200, '') : answer(response, 412, `${reasons.join('\n')}\n`);
      }
      case '/__/metrics':
        return answer(response, 200, await metrics.text(), metrics.contentType);
      default:
        return answer(response, 404, 'there are /__/health, /__/ready and /__/metrics\n');
    }
  };
  return nodeHttp.createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    serve(pathname, response).catch((error: unknown) => answer(response, 500, `${String(error)}\n`));
  });
}

const HEALTH = { application: 'resource-events', version: packageVersion(), healthy: true };

function answer(response: ServerResponse, status: number, body: string, type = 'text/plain; charset=utf-8'): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body), 'cache-control': 'no-store' }).end(body);
}
