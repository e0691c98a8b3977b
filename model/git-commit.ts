import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** Beside the compiled files, for there is no repository where they run: `scripts/build.ts` writes it. */
export const COMMIT_FILE = 'git-commit';

/** The commit that this code was built from, or that a checkout is at; undefined where neither is known. */
export function gitCommit(folder = new URL('.', import.meta.url)): string | undefined {
  const built = new URL(COMMIT_FILE, folder);
  if (existsSync(built)) return readFileSync(built, 'utf8').trim();
  if (!existsSync(new URL('package.json', folder))) return gitCommit(new URL('..', folder));
  // Of an installed package the nearest repository is somebody else's.
  return existsSync(new URL('.git', folder)) ? headOf(folder) : undefined;
}

/** Undefined where there is no git, or no commit yet. */
export function headOf(folder: URL): string | undefined {
  try {
    return execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined;
  }
}
