import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { BorrowedApiServer } from './borrowed.ts';

/** `kubectl proxy` as a process: an address without credentials. */
export interface KubectlProxy {
  readonly port: number;
  /** Ends it; also twice. */
  stop(): Promise<void>;
}

/** Port 0: any that is free. Ends with this process at the latest. */
export async function startKubectlProxy({ assets }: BorrowedApiServer, kubeconfig: string, port: number): Promise<KubectlProxy> {
  const child = spawn(join(assets, 'kubectl'), ['--kubeconfig', kubeconfig, 'proxy', `--port=${port}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  const ended = once(child, 'exit').then(() => void process.removeListener('exit', endWithUs));
  const served = await Promise.race([once(createInterface(child.stdout), 'line'), ended]);
  const [, found] = /:(\d+)$/.exec(String(served)) ?? [];
  if (found === undefined) throw new Error(`kubectl proxy said "${String(served)}" and no port`);
  return {
    port: Number(found),
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
