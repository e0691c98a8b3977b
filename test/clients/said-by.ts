import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { THRIFTY_GO } from '../thrifty-go.ts';

export interface ClientOutcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a program that finds its cluster by KUBECONFIG, in a home of its own. `kubeconfig` is the text of that file. */
export async function saidBy(program: string, args: readonly string[], kubeconfig: string): Promise<ClientOutcome> {
  const folder = mkdtempSync(join(tmpdir(), 'civ8s-client-'));
  try {
    const file = join(folder, 'kubeconfig');
    writeFileSync(file, kubeconfig, { mode: 0o600 });
    const env = { ...THRIFTY_GO, PATH: process.env['PATH'], HOME: folder, KUBECONFIG: file };
    const child = spawn(program, args, { env, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = new Promise<number>((resolve, reject) => {
      child.once('close', (code) => resolve(code ?? -1));
      child.once('error', reject);
    });
    const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    return { code, out, err };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
