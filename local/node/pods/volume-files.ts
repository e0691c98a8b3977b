import { mkdirSync, mkdtempSync, readlinkSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathInVolume } from './within.ts';

export type VolumeFiles = ReadonlyMap<string, { readonly bytes: Uint8Array; readonly mode: number }>;

/**
 * Makes a folder show these files, all of them at once: a reader sees the old ones or the new ones. As a kubelet
 * does: the files are in a hidden folder behind the link `..data`, which a rename replaces.
 */
export function writeVolume(folder: string, files: VolumeFiles): void {
  const inside = new Map([...files].map(([path, file]) => [assertInside(path), file]));
  mkdirSync(folder, { recursive: true });
  const fresh = mkdtempSync(join(folder, '..version-'));
  try {
    for (const [path, { bytes, mode }] of inside) {
      mkdirSync(dirname(join(fresh, path)), { recursive: true });
      writeFileSync(join(fresh, path), bytes, { mode, flag: 'wx' }); // a folder of its own, new: there is nothing to follow or replace
    }
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    throw error;
  }
  const data = join(folder, '..data');
  const before = linkTarget(data);
  const next = join(folder, '..data-next');
  rmSync(next, { force: true });
  symlinkSync(basename(fresh), next);
  renameSync(next, data);
  for (const name of new Set([...inside.keys()].map((path) => path.split('/')[0] ?? path))) {
    if (linkTarget(join(folder, name)) === undefined) symlinkSync(join('..data', name), join(folder, name));
  }
  if (before !== undefined) rmSync(join(folder, before), { recursive: true, force: true });
}

function assertInside(path: string): string {
  const inside = pathInVolume(path);
  if (inside === undefined) throw new RangeError(`${JSON.stringify(path)} is not a path within the volume`);
  return inside;
}

function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined; // there is none yet
  }
}
