import { execFileSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundlePage } from '../dashboard/serve/bundle-page.ts';
import { COMMIT_FILE, headOf } from '../model/git-commit.ts';
import { doors, reachedTypes } from './door-types.ts';
import { requireTypes } from './require-types.ts';

/** What the package and the image hold: JavaScript and its types in build/, since Node strips no types inside node_modules. */
const PROJECT = 'tsconfig.build.json';

rmSync('build', { recursive: true, force: true });
const tsc = (...args: readonly string[]) =>
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '--project', PROJECT, ...args], { stdio: 'inherit' });
tsc('--emitDeclarationOnly');
// Comments are for who reads types or sources: in JavaScript they would be a sixth of the package.
tsc('--declaration', 'false', '--removeComments', '--noCheck');

// Types are for who comes through a door: four of five show nobody anything.
const shown = reachedTypes(
  'build',
  doors().map((door) => `package/${door}.d.ts`),
);
for (const file of globSync('**/*.d.ts', { cwd: 'build' })) if (!shown.has(file)) rmSync(join('build', file));
for (const door of doors()) writeFileSync(join('build/package', `${door}.d.cts`), requireTypes(door));

// What the sources read beside them, tsc leaves behind.
const { include, exclude } = JSON.parse(readFileSync(PROJECT, 'utf8')) as { include: readonly string[]; exclude: readonly string[] };
const data = readdirSync('.', { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && include.includes(entry.name))
  .flatMap(({ name }) => readdirSync(name, { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && !/\.(ts|cjs|md)$/.test(entry.name))
  .filter(({ parentPath }) => !exclude.some((folder) => `${parentPath}/`.startsWith(`${folder}/`)));
for (const { parentPath, name } of data) cpSync(join(parentPath, name), join('build', parentPath, name));

// What is for browsers stands as a bundle where its sources are.
for (const [path, body] of await bundlePage(new URL('../dashboard/page/', import.meta.url))) {
  const target = join('build/dashboard/page', path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, body);
}

const commit = headOf(pathToFileURL('./'));
if (commit !== undefined) writeFileSync(join('build', COMMIT_FILE), `${commit}\n`);
