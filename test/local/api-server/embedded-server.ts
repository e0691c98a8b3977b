import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApiServer, type ApiServer, type ApiServerOptions } from '../../../local/api-server/start.ts';

/** An embedded API server, and a kubeconfig file of its administrator. */
export interface EmbeddedServer {
  readonly server: ApiServer;
  readonly kubeconfig: string;
  stop(): Promise<void>;
}

export async function startEmbeddedServer(options: ApiServerOptions = {}): Promise<EmbeddedServer> {
  const folder = mkdtempSync(join(tmpdir(), 'civ8s-embedded-'));
  const server = await startApiServer(options);
  const kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(kubeconfig, server.kubeconfig);
  return {
    server,
    kubeconfig,
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
