import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What a program took until it ended. */
export interface ProcessCost {
  readonly seconds: number;
  /** Of processors; NaN of a program that is not Node. */
  readonly cpuSeconds: number;
  /** The most that it had resident; NaN likewise. */
  readonly mostMiB: number;
}

/** Runs a program to its end. Throws where it fails, with the last of what it said. */
export async function measured(
  command: readonly string[],
  { isNode = true, env = {} }: { readonly isNode?: boolean; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<ProcessCost> {
  const [program = '', ...args] = isNode
    ? [process.execPath, '--import', fileURLToPath(new URL('tell-usage.ts', import.meta.url)), ...command]
    : command;
  const began = performance.now();
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  const [errors, usage] = [tailOf(child.stderr), tailOf(child.stdio[3] as NodeJS.ReadableStream)];
  const [code] = await once(child, 'close');
  const seconds = (performance.now() - began) / 1_000;
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${String(code)}: ${errors()}`);
  if (!isNode) return { seconds, cpuSeconds: NaN, mostMiB: NaN };
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(usage()) as NodeJS.ResourceUsage;
  return { seconds, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, mostMiB: maxRSS / 1_024 };
}

const LONGEST_TAIL = 2_000;

function tailOf(stream: NodeJS.ReadableStream | null): () => string {
  let tail = '';
  stream?.on('data', (chunk: Buffer) => (tail = (tail + chunk.toString()).slice(-LONGEST_TAIL)));
  return () => tail;
}
