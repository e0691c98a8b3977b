import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { COMMIT_FILE, headOf } from '../model/git-commit.ts';

/** What the package and the image hold: JavaScript and its types in build/, since Node strips no types inside node_modules. */
const PROJECT = 'tsconfig.build.json';

rmSync('build', { recursive: true, force: true });
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '--project', PROJECT], { stdio: 'inherit' });

// What the sources read beside them, tsc leaves behind.
const { include } = JSON.parse(readFileSync(PROJECT, 'utf8')) as { include: readonly string[] };
const data = readdirSync('.', { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && include.includes(entry.name))
  .flatMap(({ name }) => readdirSync(name, { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && !/\.(ts|cjs|md)$/.test(entry.name));
for (const { parentPath, name } of data) cpSync(join(parentPath, name), join('build', parentPath, name));

const commit = headOf(pathToFileURL('./'));
if (commit !== undefined) writeFileSync(join('build', COMMIT_FILE), `${commit}\n`);
