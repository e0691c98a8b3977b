import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Starts so many viewers; `end` answers how many bytes they were told. */
export async function startCrowd(url: string, count: number): Promise<{ end(): Promise<number> }> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('crowd.ts', import.meta.url)), url, String(count)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  await lines.next();
  return {
    async end() {
      child.stdin.end();
      return Number((await lines.next()).value);
    },
  };
}
