import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { userEnvironment } from '../synth/checkout.ts';
import { typeScripts } from './install-packages.ts';

/** What TypeScript of that major version says of each of these projects, by its folder: '' where it finds nothing. */
export function typeCheck(version: '5' | '7', projects: readonly string[]): ReadonlyMap<string, string> {
  const tsc = typeScripts().get(version) ?? '';
  // TypeScript 7 is fast enough to be started for each of them.
  if (version === '7') return new Map(projects.map((project) => [project, run(tsc, '--project', project).stdout]));
  const { status, stdout, stderr } = run('test/package/type-check-5.js', dirname(dirname(tsc)), ...projects);
  if (status !== 0) throw new Error(`TypeScript 5 ended with ${status}: ${stderr}`);
  const said = JSON.parse(stdout) as readonly string[];
  return new Map(projects.map((project, at) => [project, said[at] ?? 'nothing was said']));
}

function run(program: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    env: userEnvironment(),
    encoding: 'utf8',
  });
  return { status, stdout: status !== 0 && stdout === '' ? `ended with ${status}: ${stderr}` : stdout, stderr };
}
