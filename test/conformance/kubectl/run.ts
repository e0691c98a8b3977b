import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { THRIFTY_GO } from '../../thrifty-go.ts';
import { wordsOf, type KubectlCommand, type Script } from './script.ts';
import { maskText } from './mask-text.ts';

/** Which kubectl, and for which cluster. */
export interface Kubectl {
  readonly program: string;
  /** The text of a kubeconfig file. */
  readonly kubeconfig: string;
  /** Does the cluster take a moment until what was written counts? */
  readonly lags?: true;
}

/** What kubectl said, masked. */
export interface KubectlAnswer {
  readonly kubectl: string;
  readonly code: number;
  readonly out: readonly string[];
}

/** Has a script run, in a namespace of that name: by one shell, since a process as large as that of the tests is slow to start others. */
export async function saidIn(
  { program, kubeconfig, lags }: Kubectl,
  { commands }: Script,
  namespace: string,
): Promise<readonly KubectlAnswer[]> {
  const folder = mkdtempSync(join(tmpdir(), 'civ8s-kubectl-'));
  const config = join(folder, 'kubeconfig');
  writeFileSync(config, kubeconfig, { mode: 0o600 });
  mkdirSync(join(folder, 'said'));
  const file = (at: number, what: 'code' | 'err' | 'in' | 'once' | 'out'): string => join(folder, 'said', `${at}.${what}`);
  const read = (at: number, what: 'code' | 'err' | 'out'): string => readFileSync(file(at, what), 'utf8');
  const asked = (at: number, what: 'in' | 'once', { line, input }: Pick<KubectlCommand, 'line' | 'input'>): string => {
    writeFileSync(file(at, what), inNamespace(input, namespace));
    const words = [program, '-n', namespace, ...wordsOf(line.replaceAll('NAMESPACE', namespace))].map(quoted).join(' ');
    return `${words} <${file(at, what)}`;
  };
  const lines = commands.flatMap((command, at) => {
    const { once: sign } = command;
    const waits =
      sign && `for try in $(seq 300); do ${asked(at, 'once', sign)} 2>&1 | grep -qF ${quoted(sign.prints)} && break; sleep 0.1; done`;
    const says = `${asked(at, 'in', command)} >${file(at, 'out')} 2>${file(at, 'err')}; echo $? >${file(at, 'code')}`;
    return lags && waits !== undefined ? [waits, says] : [says];
  });
  const env = { ...THRIFTY_GO, PATH: process.env['PATH'], HOME: folder, KUBECONFIG: config, NO_COLOR: '1' };
  try {
    const all = [`${quoted(program)} create namespace ${namespace} >/dev/null 2>&1`, ...lines].join('\n');
    await once(spawn('sh', ['-c', all], { env, cwd: folder, stdio: 'ignore' }), 'close');
    return commands.map(({ line, anyOrder }, at) => {
      const out = maskText(read(at, 'out') + read(at, 'err'), namespace);
      return { kubectl: line, code: Number(read(at, 'code')), out: anyOrder ? out.toSorted() : out };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As a shell takes it for one word, whatever is in it. */
const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

const inNamespace = (input: KubectlCommand['input'], namespace: string): string =>
  (typeof input === 'string' ? input : JSON.stringify(input ?? '')).replaceAll('NAMESPACE', namespace);
