import { lstatSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, posix, relative, sep } from 'node:path';

/**
 * The path of a file of a volume, in its shortest form; undefined where it leaves the volume or takes a name that the node
 * itself uses there, as `..data`. The API server has refused such a path before; the node does not rely on it.
 */
export function pathInVolume(path: string): string | undefined {
  const shortest = posix.normalize(path);
  return path === '' || path.includes('\0') || posix.isAbsolute(path) || shortest.startsWith('..') || shortest === '.'
    ? undefined
    : shortest;
}

/**
 * A path in a folder, with whatever links lead there; undefined where they lead out of it. What does not exist yet is where
 * the part of it that exists says.
 */
export function pathWithin(folder: string, path: string): string | undefined {
  if (path.includes('\0')) return undefined;
  const root = realpathSync(folder);
  const wanted = join(folder, path);
  const inside = (place: string, top: string) => place === top || !isOutside(relative(top, place));
  return inside(wanted, folder) && inside(existingPart(wanted), root) ? wanted : undefined;
}

const isOutside = (way: string): boolean => way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way);

/** Throws where a link goes round in circles, or leads to nothing. */
const existingPart = (path: string): string =>
  lstatSync(path, { throwIfNoEntry: false }) === undefined && dirname(path) !== path ? existingPart(dirname(path)) : realpathSync(path);
