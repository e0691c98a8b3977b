import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { THRIFTY_GO } from '../../thrifty-go.ts';
import { wordsOf, type KubectlCommand, type Script } from './script.ts';
import { maskText } from './mask-text.ts';

/** Which kubectl, and for which cluster. */
export interface Kubectl {
  readonly program: string;
  /** The text of a kubeconfig file. */
  readonly kubeconfig: string;
}

/** What kubectl said, masked. */
export interface KubectlAnswer {
  readonly kubectl: string;
  readonly code: number;
  readonly out: readonly string[];
}

/** Has a script run, in a namespace of that name. */
export async function saidIn({ program, kubeconfig }: Kubectl, { commands }: Script, namespace: string): Promise<readonly KubectlAnswer[]> {
  const folder = mkdtempSync(join(tmpdir(), 'civ8s-kubectl-'));
  const file = join(folder, 'kubeconfig');
  writeFileSync(file, kubeconfig, { mode: 0o600 });
  const environment = { ...THRIFTY_GO, PATH: process.env['PATH'], HOME: folder, KUBECONFIG: file, NO_COLOR: '1' };
  const run = (args: readonly string[], { input }: Pick<KubectlCommand, 'input'>) => ran({ program, environment, folder }, args, input);
  try {
    await run(['create', 'namespace', namespace], {});
    const said: KubectlAnswer[] = [];
    for (const command of commands) {
      const line = command.line.replaceAll('NAMESPACE', namespace);
      const { code, out } = await run(['-n', namespace, ...wordsOf(line)], { input: inNamespace(command.input, namespace) });
      const lines = maskText(out, namespace);
      said.push({ kubectl: command.line, code, out: command.anyOrder ? lines.toSorted() : lines });
    }
    return said;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const inNamespace = (input: KubectlCommand['input'], namespace: string): string =>
  (typeof input === 'string' ? input : JSON.stringify(input ?? '')).replaceAll('NAMESPACE', namespace);

interface Place {
  readonly program: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly folder: string;
}

async function ran({ program, environment, folder }: Place, args: readonly string[], input: KubectlCommand['input']) {
  const child = spawn(program, args, { env: environment, cwd: folder, stdio: 'pipe' });
  const closed = new Promise<number>((resolve, reject) => {
    child.once('close', (code) => resolve(code ?? -1));
    child.once('error', reject);
  });
  child.stdin.once('error', () => undefined); // it may end without having read all
  child.stdin.end(input ?? '');
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  return { code, out: out + err };
}
