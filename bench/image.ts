import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * What the image starts, made of the sources as they are now; it is removed when this process ends. Without `package/civ.cjs`, which
 * would turn on a cache that a container with a read-only file system does not have.
 */
export function imageEntry(): string {
  const folder = mkdtempSync(join(tmpdir(), 'civ8s-bench-image-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  execFileSync(process.execPath, ['scripts/image.ts', folder], { stdio: ['ignore', 'ignore', 'inherit'] });
  return join(folder, 'build/cli/main.js');
}
