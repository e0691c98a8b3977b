import { mkdirSync, mkdtempSync, readlinkSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

export type VolumeFiles = ReadonlyMap<string, { readonly bytes: Uint8Array; readonly mode: number }>;

/**
 * Makes a folder show these files, all of them at once: whoever reads sees the old ones or the new ones. As a kubelet
 * does: the files are in a hidden folder behind the link `..data`, which a rename replaces.
 */
export function writeVolume(folder: string, files: VolumeFiles): void {
  mkdirSync(folder, { recursive: true });
  const fresh = mkdtempSync(join(folder, '..version-'));
  for (const [path, { bytes, mode }] of files) {
    mkdirSync(dirname(join(fresh, path)), { recursive: true });
    writeFileSync(join(fresh, path), bytes, { mode });
  }
  const data = join(folder, '..data');
  const before = linkTarget(data);
  const next = join(folder, '..data-next');
  rmSync(next, { force: true });
  symlinkSync(basename(fresh), next);
  renameSync(next, data);
  for (const name of new Set([...files.keys()].map((path) => path.split('/')[0] ?? path))) {
    if (linkTarget(join(folder, name)) === undefined) symlinkSync(join('..data', name), join(folder, name));
  }
  if (before !== undefined) rmSync(join(folder, before), { recursive: true, force: true });
}

function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined; // there is none yet
  }
}
