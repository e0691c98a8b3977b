import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Asked {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly isWatch: boolean;
}

/** Bytes as they are, JSON, JSON with a status, or nothing at all until the one who asks goes away. */
type HostileAnswer = Buffer | 'silent' | { readonly status: number; readonly body: unknown } | object | null;

/** An API server that answers whatever it likes, and the kubeconfig that names it. */
export interface HostileServer {
  answer: (asked: Asked) => HostileAnswer;
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export async function startHostileServer(): Promise<HostileServer> {
  const folder = mkdtempSync(join(tmpdir(), 'civ8s-hostile-'));
  const kubeconfig = join(folder, 'kubeconfig');
  const server = createServer((request, response) => {
    const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://unused');
    const answer = hostile.answer({ path, query, isWatch: query.has('watch') });
    if (answer === 'silent') response.writeHead(200).flushHeaders();
    else if (Buffer.isBuffer(answer)) response.writeHead(200).end(answer);
    else {
      const told = answer !== null && 'status' in answer && 'body' in answer;
      response.writeHead(told ? answer.status : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(told ? answer.body : answer));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const config = {
    'current-context': 'hostile',
    contexts: [{ name: 'hostile', context: { cluster: 'hostile' } }],
    clusters: [{ name: 'hostile', cluster: { server: url } }],
  };
  writeFileSync(kubeconfig, JSON.stringify(config));
  const hostile: HostileServer = {
    answer: () => ({}),
    url,
    env: { KUBECONFIG: kubeconfig },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return hostile;
}
