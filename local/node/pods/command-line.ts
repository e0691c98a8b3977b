import type { Pod } from '../../../kube/objects/built-in.ts';
import { expand } from './expand.ts';

type Container = NonNullable<Pod['spec']>['containers'][number];

/** Where a mount path of the container is on this machine. */
export interface MountedFolder {
  readonly path: string;
  readonly folder: string;
}

export type Startable =
  | { readonly ok: true; readonly args: readonly string[] }
  | { readonly ok: false; readonly reason: 'ErrImagePull' | 'CreateContainerError'; readonly problem: string };

/** `civ8s` at any registry, with any tag or digest: what this checkout is the image of. */
const OURS = /^(?:[^@]*\/)?civ8s(?:[:@].*)?$/;

/** The arguments of `civ` that a container of our image runs. No other image can be run: there is no container engine here. */
export function commandLine(
  container: Container,
  mounts: readonly MountedFolder[],
  variables: Readonly<Record<string, string>>,
): Startable {
  if (!OURS.test(container.image ?? ''))
    return {
      ok: false,
      reason: 'ErrImagePull',
      problem: `image "${container.image ?? ''}" cannot be run here: this machine runs only civ8s, as processes; use a cluster for other images`,
    };
  const [command, ...commandArgs] = container.command ?? ['civ'];
  if (command === undefined || command.split('/').at(-1) !== 'civ')
    return { ok: false, reason: 'CreateContainerError', problem: `command "${command ?? ''}" cannot be run here: the image's own is civ` };
  return { ok: true, args: [...commandArgs, ...(container.args ?? [])].map((arg) => onThisMachine(expand(arg, variables), mounts)) };
}

/** A process has no mounts of its own: a path inside a mount, also in a flag or a `file:` URL, becomes the path of its folder. */
export function onThisMachine(text: string, mounts: readonly MountedFolder[]): string {
  const [, before = '', place = ''] = /^((?:--?[\w-]+=)?(?:file:\/\/)?)(.*)$/s.exec(text) ?? [];
  const mount = [...mounts]
    .sort((a, b) => b.path.length - a.path.length)
    .find(({ path }) => place === path || place.startsWith(`${path.replace(/\/$/, '')}/`));
  return mount === undefined ? text : `${before}${mount.folder}${place.slice(mount.path.replace(/\/$/, '').length)}`;
}
