import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { show } from '../figure.ts';
import { memoryMiB } from '../process-cost.ts';

const BARS = { readyMs: 500, memoryMiB: 120 };
const CIV = ['package/civ.cjs', 'api-server'];

/** `civ api-server`, which keeps what was compiled for its next start; and the same without that, as where nothing may be kept. */
export async function starts(print: (line: string) => void): Promise<void> {
  const cache = mkdtempSync(join(tmpdir(), 'civ-bench-'));
  try {
    await oneStart('civ api-server, nothing compiled before', { NODE_DISABLE_COMPILE_CACHE: '1' }, print);
    await oneStart('civ api-server, its first start', { NODE_COMPILE_CACHE: cache }, print);
    await oneStart('civ api-server, any other start', { NODE_COMPILE_CACHE: cache }, print);
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}

async function oneStart(what: string, env: Readonly<Record<string, string>>, print: (line: string) => void): Promise<void> {
  const began = performance.now();
  const child = spawn(process.execPath, CIV, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } });
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
