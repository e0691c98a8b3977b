import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const run = (program: string, ...args: readonly string[]): string => execFileSync(program, args, { encoding: 'utf8' });

/** A Python that has these packages: fetched once, and kept in the user's cache, as Go keeps what it has built. */
export function pythonWith(requirements: string): string {
  const version = run('python3', '-c', 'import sys; print(sys.version)');
  const name = createHash('sha256').update(readFileSync(requirements)).update(version).digest('hex').slice(0, 16);
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'civ8s-clients');
  const folder = join(cache, name);
  if (existsSync(folder)) return join(folder, 'bin', 'python');
  mkdirSync(cache, { recursive: true });
  const fresh = mkdtempSync(join(cache, `${name}-`));
  try {
    run('python3', '-m', 'venv', fresh);
    run(join(fresh, 'bin', 'python'), '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', requirements);
    renameSync(fresh, folder);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(folder)) throw error; // or else somebody was faster
  }
  return join(folder, 'bin', 'python');
}
