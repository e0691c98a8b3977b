import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundlePage } from '../dashboard/serve/bundle-page.ts';
import { COMMIT_FILE, headOf } from '../model/git-commit.ts';
import { bundle, type Bundle, type BundleOptions } from './bundle.ts';

/** What a process is started from: `civ`, and its threads. */
const STARTED = ['cli/main.ts', 'dashboard/plan/plan-thread.ts', 'constructs/render-thread.ts'];

export interface ApplicationOptions {
  readonly packages: BundleOptions['packages'];
  /** What it opens to besides. */
  readonly doors?: readonly string[];
}

/** Writes civ as Node runs it without our sources: JavaScript, the files that it reads, the page of the dashboard. */
export async function writeApplication(folder: string, { packages, doors = [] }: ApplicationOptions): Promise<Bundle> {
  const made = await bundle({ entries: [...STARTED, ...doors], outdir: folder, packages });

  // What the sources read beside them.
  const { include, exclude } = JSON.parse(readFileSync('tsconfig.build.json', 'utf8')) as Record<string, readonly string[]>;
  const data = readdirSync('.', { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && include?.includes(entry.name))
    .flatMap(({ name }) => readdirSync(name, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && !/\.(ts|cjs|md)$/.test(entry.name))
    .filter(({ parentPath }) => exclude?.some((other) => `${parentPath}/`.startsWith(`${other}/`)) !== true);
  for (const { parentPath, name } of data) cpSync(join(parentPath, name), join(folder, parentPath, name));

  // What is for browsers stands as a bundle where its sources are.
  for (const [path, body] of await bundlePage(new URL('../dashboard/page/', import.meta.url))) {
    const target = join(folder, 'dashboard/page', path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, body);
  }

  const commit = headOf(pathToFileURL('./'));
  if (commit !== undefined) writeFileSync(join(folder, COMMIT_FILE), `${commit}\n`);
  return made;
}
