import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundlePage } from '../dashboard/serve/bundle-page.ts';
import { COMMIT_FILE, headOf } from '../model/git-commit.ts';

/** What the package and the image hold: JavaScript and its types in build/, since Node strips no types inside node_modules. */
const PROJECT = 'tsconfig.build.json';

rmSync('build', { recursive: true, force: true });
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '--project', PROJECT], { stdio: 'inherit' });

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
