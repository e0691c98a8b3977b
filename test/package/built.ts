import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { filesOfCheckout } from '../synth/checkout.ts';
import { THRIFTY_GO } from '../thrifty-go.ts';
import { until } from '../until.ts';
import { dockerContext } from './docker-context.ts';

/** What is built of this checkout, for all suites of a run: the first that asks makes it, and nobody writes into it. */
export interface Built {
  /** A copy of this checkout, with build/. */
  readonly folder: string;
  /** What `npm pack` makes of that. */
  readonly tarball: string;
}

export async function built(): Promise<Built> {
  const { RUN_FOLDER } = process.env;
  if (RUN_FOLDER === undefined) throw new Error('RUN_FOLDER is not set: let jest run with test/run-folder.ts');
  const folder = join(RUN_FOLDER, 'built');
  const answer = `${folder}.json`;
  if (mkdirSync(folder, { recursive: true }) !== undefined) {
    writeFileSync(`${answer}.new`, JSON.stringify(make(folder)));
    renameSync(`${answer}.new`, answer);
  }
  await until('the package that another suite builds', () => existsSync(answer), { seconds: 200 });
  const made = JSON.parse(readFileSync(answer, 'utf8')) as Built | { readonly failure: string };
  if ('failure' in made) throw new Error(`the package could not be built: ${made.failure}`);
  return made;
}

function make(folder: string): Built | { readonly failure: string } {
  const env = { ...process.env, ...THRIFTY_GO }; // TypeScript is one
  const npm = (...args: string[]) => execFileSync('npm', args, { cwd: folder, stdio: 'pipe', encoding: 'utf8', env });
  const copy = (files: readonly string[]) => files.forEach((file) => cpSync(file, join(folder, file)));
  try {
    // With what the Dockerfile copies, and nothing else.
    copy(dockerContext());
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
    npm('run', 'build');
    copy(filesOfCheckout());
    npm('pack', '--ignore-scripts');
    const [tarball = ''] = globSync(join(folder, '*.tgz'));
    return { folder, tarball };
  } catch (error) {
    const { stdout } = error as { readonly stdout?: string }; // where tsc says what is wrong
    return { failure: `${String(error)}\n${stdout ?? ''}` };
  }
}
