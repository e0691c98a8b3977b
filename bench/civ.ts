import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApiServer } from '../local/api-server/start.ts';
import { show } from './figure.ts';
import { tellHotPath } from './hot-paths.ts';
import { CIV, packedCiv } from './packed.ts';

const RUNS = 9;
const BAR_MS = 150;
const COMMANDS = [['version'], ['kingdoms'], ['complete', 'towns', '']] as const;

/** How long a command takes beyond what Node itself takes to start: whole processes, the best of several. */
export async function civ(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'civ8s-bench-'));
  const server = await startApiServer();
  try {
    const kubeconfig = join(folder, 'kubeconfig');
    writeFileSync(kubeconfig, server.kubeconfig);
    const bare = await best(['-e', ''], {});
    print(show({ what: 'node alone', value: bare, unit: 'ms' }));
    for (const [what, file] of [
      ['civ', CIV],
      ['as a package: civ', packedCiv(folder)],
    ] as const)
      for (const command of COMMANDS)
        print(
          show({
            what: `${what} ${command.join(' ').trim()}, beyond that`,
            value: (await best([file, ...command], { KUBECONFIG: kubeconfig })) - bare,
            unit: 'ms',
            bar: { atMost: BAR_MS },
          }),
        );
    tellHotPath(print, {
      path: '`civ version`, a whole process',
      value: await best([CIV, 'version'], {}),
      unit: 'ms',
      beside: { what: 'Node alone', value: await best(['-e', ''], {}) },
    });
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The server answers in this process, so that the command may not block it. */
async function best(args: readonly string[], env: Readonly<Record<string, string>>): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const began = performance.now();
    await ended(args, env);
    times.push(performance.now() - began);
  }
  return Math.min(...times);
}

async function ended(args: readonly string[], env: Readonly<Record<string, string>>): Promise<void> {
  const child = spawn(process.execPath, args, { stdio: 'ignore', env: { ...process.env, ...env } });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${String(code)}`);
}
