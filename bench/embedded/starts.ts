import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { show } from '../figure.ts';
import { CIV, packedCiv } from '../packed.ts';
import { memoryMiB } from '../process-cost.ts';

const BARS = { readyMs: 500, memoryMiB: 120 };

/**
 * `civ api-server` as a package, where users have it, and in a checkout, whose first start strips the types of each source as well. Both
 * keep what was compiled for their next start; the figures without that are those of where nothing may be kept.
 */
export async function starts(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'civ-bench-'));
  try {
    for (const [place, civ] of [
      ['civ api-server as a package', packedCiv(folder)],
      ['civ api-server in a checkout', CIV],
    ] as const) {
      const keeps = { NODE_COMPILE_CACHE: mkdtempSync(join(folder, 'compiled-')) };
      await oneStart(`${place}, nothing kept`, civ, { NODE_DISABLE_COMPILE_CACHE: '1' }, print);
      await oneStart(`${place}, first start`, civ, keeps, print);
      await oneStart(`${place}, any other`, civ, keeps, print);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function oneStart(what: string, civ: string, env: Readonly<Record<string, string>>, print: (line: string) => void): Promise<void> {
  const began = performance.now();
  const child = spawn(process.execPath, [civ, 'api-server'], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } });
  const ended = once(child, 'exit');
  try {
    for await (const line of createInterface({ input: child.stdout })) if (line.startsWith('export KUBECONFIG=')) break;
    print(show({ what: `${what}: ready`, value: performance.now() - began, unit: 'ms', bar: { atMost: BARS.readyMs } }));
    print(show({ what: `${what}: memory when ready`, value: memoryMiB(child.pid), unit: 'MiB', bar: { atMost: BARS.memoryMiB } }));
  } finally {
    child.kill('SIGINT');
    await ended;
  }
}
