import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { onThisMachine, type MountedFolder } from './command-line.ts';
import type { Program } from './program.ts';

export interface ExecPlace extends Program {
  readonly mounts: readonly MountedFolder[];
  /** Of the pod. */
  readonly folder: string;
}

/** What runs here for a command in a container: `civ` is our own, any other is the machine's; paths in mounts become their folders'. */
export function execLine(command: readonly string[], place: ExecPlace): readonly string[] {
  const [name = '', ...args] = command.map((word) => onThisMachine(word, place.mounts));
  if (name.split('/').at(-1) === 'civ') return [place.program, ...place.programArgs, ...args];
  return archiveLine(command, place) ?? [name, ...args];
}

/**
 * `kubectl cp` reads an archive whose names must be the paths that it asked for: `tar cf - /var/lib/civ/x` is made where a link
 * stands for the mount.
 */
function archiveLine([tar, how, to, path = '', ...more]: readonly string[], { mounts, folder }: ExecPlace): readonly string[] | undefined {
  const mount = [...mounts]
    .sort((a, b) => b.path.length - a.path.length)
    .find((each) => path === each.path || path.startsWith(`${each.path}/`));
  if (tar !== 'tar' || how !== 'cf' || to !== '-' || more.length > 0 || mount === undefined) return undefined;
  const root = join(folder, 'roots', String(mounts.indexOf(mount)));
  const link = join(root, mount.path);
  mkdirSync(dirname(link), { recursive: true });
  rmSync(link, { force: true });
  symlinkSync(mount.folder, link);
  const inRoot = path.replace(/^\/+/, '');
  return ['tar', '-C', root, '-cf', '-', path === mount.path ? `${inRoot}/.` : inRoot];
}
