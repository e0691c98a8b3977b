import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { THRIFTY_GO } from '../thrifty-go.ts';

/** A copy of this checkout that a test may break; it shares the installed packages. */
export interface Checkout {
  readonly folder: string;
  run(command: string, ...args: string[]): { readonly status: number | null; readonly stdout: string; readonly stderr: string };
  remove(): void;
}

export function copyOfCheckout(): Checkout {
  const around = mkdtempSync(join(tmpdir(), 'civ8s-checkout-'));
  const folder = join(around, 'civ8s');
  for (const file of filesOfCheckout()) cpSync(file, join(folder, file));
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  return {
    folder,
    run: (command, ...args) => {
      // What Node compiles of this copy is of use to no other.
      const env = { ...userEnvironment(), NODE_COMPILE_CACHE: join(around, 'compiled') };
      const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, env, encoding: 'utf8' });
      return { status, stdout, stderr };
    },
    remove: () => rmSync(around, { recursive: true, force: true }),
  };
}

/** All that git has, or would take. */
export const filesOfCheckout = (): readonly string[] =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
    .split('\n')
    .filter((file) => existsSync(file));

/** As a user's shell, but for haste: without what `npm test` adds, above all the project's own Node in front. */
export function userEnvironment(): NodeJS.ProcessEnv {
  const own = dirname(process.execPath);
  const path = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((entry) => !entry.includes('node_modules') && resolve(entry) !== own && !entry.includes('node-gyp-bin'));
  const kept = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('npm_') && !['NODE', 'NODE_OPTIONS', 'CDK8S_OUTDIR', 'INIT_CWD'].includes(name),
  );
  return { ...Object.fromEntries(kept), ...THRIFTY_GO, PATH: path.join(delimiter), CI: 'true' };
}
