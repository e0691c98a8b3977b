import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { show } from '../figure.ts';
import { tellHotPath } from '../hot-paths.ts';
import { memoryMiB } from '../process-cost.ts';

const MEMORY_MIB = 120;
const RUNS = 5;
const CIV = ['package/civ.cjs', 'api-server'];
const BARE = ['bench/embedded/bare-process.ts'];

/** `civ api-server`, which keeps what was compiled for its next start; and the same without that, as where nothing may be kept. */
export async function starts(print: (line: string) => void): Promise<void> {
  const cache = mkdtempSync(join(tmpdir(), 'civ-bench-'));
  const warm = { NODE_COMPILE_CACHE: cache };
  try {
    tell(print, 'civ api-server, nothing compiled before', 500, await start(CIV, { NODE_DISABLE_COMPILE_CACHE: '1' }));
    tell(print, 'civ api-server, its first start', 500, await start(CIV, warm));
    await start(BARE, warm);
    const [ours, bare] = [await best(CIV, warm), await best(BARE, warm)];
    tell(print, 'civ api-server, any other start', 250, ours);
    tellHotPath(print, {
      path: '`civ api-server`: from its start to ready',
      value: ours.readyMs,
      unit: 'ms',
      beside: { what: 'bare Node that makes its certificates and listens by HTTPS', value: bare.readyMs },
    });
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}

interface Start {
  readonly readyMs: number;
  readonly memoryMiB: number;
}

function tell(print: (line: string) => void, what: string, atMost: number, { readyMs, memoryMiB: memory }: Start): void {
  print(show({ what: `${what}: ready`, value: readyMs, unit: 'ms', bar: { atMost } }));
  print(show({ what: `${what}: memory when ready`, value: memory, unit: 'MiB', bar: { atMost: MEMORY_MIB } }));
}

/** The soonest of several. */
async function best(program: readonly string[], env: Readonly<Record<string, string>>): Promise<Start> {
  const all: Start[] = [];
  for (let run = 0; run < RUNS; run += 1) all.push(await start(program, env));
  return all.reduce((one, other) => (other.readyMs < one.readyMs ? other : one));
}

/** Either says a line once it is ready. */
async function start(program: readonly string[], env: Readonly<Record<string, string>>): Promise<Start> {
  const began = performance.now();
  const child = spawn(process.execPath, program, { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...env } });
  const ended = once(child, 'exit');
  try {
    const { done } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
    if (done) throw new Error(`${program.join(' ')} ended before it was ready`);
    return { readyMs: performance.now() - began, memoryMiB: memoryMiB(child.pid) };
  } finally {
    child.kill('SIGINT');
    await ended;
  }
}
