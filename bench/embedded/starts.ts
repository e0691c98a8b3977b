import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { show } from '../figure.ts';
import { tellHotPath } from '../hot-paths.ts';
import { CIV, packedCiv } from '../packed.ts';
import { memoryMiB } from '../process-cost.ts';

const MEMORY_MIB = 120;
const RUNS = 5;
const BARE = ['bench/embedded/bare-process.ts'];

/**
 * `civ api-server` as a package, where users have it, and in a checkout, whose first start strips the types of each source as well. Both
 * keep what was compiled for their next start; the figures without that are those of where nothing may be kept.
 */
export async function starts(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'civ-bench-'));
  try {
    const keeps = { NODE_COMPILE_CACHE: mkdtempSync(join(folder, 'compiled-')) };
    await startsOf('civ api-server as a package', packedCiv(folder), { folder, print });
    const ours = await startsOf('civ api-server in a checkout', CIV, { folder, print });
    await start(BARE, keeps);
    tellHotPath(print, {
      path: '`civ api-server`: from its start to ready',
      value: ours.readyMs,
      unit: 'ms',
      beside: { what: 'bare Node that makes its certificates and listens by HTTPS', value: (await best(BARE, keeps)).readyMs },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Start {
  readonly readyMs: number;
  readonly memoryMiB: number;
}

interface StartOptions {
  readonly folder: string;
  readonly print: (line: string) => void;
}

/** Answers the soonest of those for which all was compiled before. */
async function startsOf(what: string, civ: string, { folder, print }: StartOptions): Promise<Start> {
  const program = [civ, 'api-server'];
  const keeps = { NODE_COMPILE_CACHE: mkdtempSync(join(folder, 'compiled-')) };
  tell(print, `${what}, nothing kept`, 500, await start(program, { NODE_DISABLE_COMPILE_CACHE: '1' }));
  tell(print, `${what}, first start`, 500, await start(program, keeps));
  const other = await best(program, keeps);
  tell(print, `${what}, any other`, 250, other);
  return other;
}

function tell(print: (line: string) => void, what: string, atMost: number, { readyMs, memoryMiB: memory }: Start): void {
  print(show({ what: `${what}: ready`, value: readyMs, unit: 'ms', bar: { atMost } }));
  print(show({ what: `${what}: memory when ready`, value: memory, unit: 'MiB', bar: { atMost: MEMORY_MIB } }));
}

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
