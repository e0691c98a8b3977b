import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { RealApiServerFacts } from '../../test/real/kube-apiserver.ts';

export interface BareController {
  /** What it has used of processors so far, in s. */
  cpuSeconds(): Promise<number>;
  stop(): Promise<void>;
}

export async function startBareController({ url, ca, token }: RealApiServerFacts): Promise<BareController> {
  const child = fork(fileURLToPath(new URL('bare-process.ts', import.meta.url)), [JSON.stringify({ url, ca, token })]);
  await once(child, 'message');
  return {
    async cpuSeconds() {
      child.send('cost');
      const [microseconds] = await once(child, 'message');
      return Number(microseconds) / 1e6;
    },
    async stop() {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}
