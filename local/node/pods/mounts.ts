import { lstatSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Pod } from '../../../kube/objects/built-in.ts';
import type { MountedFolder } from './command-line.ts';
import { expand } from './expand.ts';
import { writeVolume, type VolumeFiles } from './volume-files.ts';
import { contentOf, type VolumeSources } from './volumes.ts';
import { pathInVolume, pathWithin } from './within.ts';

type Container = NonNullable<Pod['spec']>['containers'][number];
type Volume = NonNullable<NonNullable<Pod['spec']>['volumes']>[number];

/** Brings the volumes of a pod up to date, each in a folder under `folder`; answers what is wrong. */
export function mountVolumes(pod: Pod, folder: string, sources: VolumeSources, mounted: Map<string, VolumeFiles>): string | undefined {
  for (const volume of pod.spec?.volumes ?? []) {
    const problem = whatStops(() => mountVolume(pod, volume, { folder, sources, mounted }));
    if (problem !== undefined) return `MountVolume.SetUp failed for volume "${volume.name}": ${problem}`;
  }
  return undefined;
}

interface Mounting {
  readonly folder: string;
  readonly sources: VolumeSources;
  readonly mounted: Map<string, VolumeFiles>;
}

function mountVolume(pod: Pod, volume: Volume, { folder, sources, mounted }: Mounting): string | undefined {
  if (!isFolderName(volume.name)) return 'no folder can be called so';
  const content = contentOf(pod, volume, sources);
  if (content.kind === 'missing' || content.kind === 'unsupported') return content.problem;
  const place = join(folder, volume.name);
  if (content.kind === 'empty') mkdirSync(place, { recursive: true });
  else if (content.kind === 'folder') link(place, content.folder);
  else if (!isDeepStrictEqual(mounted.get(volume.name), content.files)) {
    writeVolume(place, content.files);
    mounted.set(volume.name, content.files);
  }
  return undefined;
}

function link(place: string, folder: string): void {
  if (lstatSync(place, { throwIfNoEntry: false }) !== undefined) return;
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(folder, place);
}

const isFolderName = (name: string): boolean => pathInVolume(name) === name && !name.includes('/');

export type Mounts = { readonly ok: true; readonly folders: readonly MountedFolder[] } | { readonly ok: false; readonly problem: string };

/** Where the mounts of a container are on this machine: none is outside its volume, whatever its path says and wherever links lead. */
export function mountsOf({ volumeMounts = [] }: Container, folder: string, variables: Readonly<Record<string, string>>): Mounts {
  const folders: MountedFolder[] = [];
  for (const { name, mountPath, subPath, subPathExpr } of volumeMounts) {
    const part = subPath ?? expand(subPathExpr ?? '', variables);
    let place: string | undefined;
    const problem = whatStops(() => {
      place = isFolderName(name) ? pathWithin(join(folder, name), part) : undefined;
      if (place === undefined) return 'it leads out of the volume';
      if (part !== '' && lstatSync(place, { throwIfNoEntry: false }) === undefined) mkdirSync(place, { recursive: true });
      return undefined;
    });
    if (problem !== undefined || place === undefined)
      return { ok: false, problem: `failed to prepare subPath "${part}" for volumeMount "${name}": ${problem ?? ''}` };
    folders.push({ path: mountPath, folder: place });
  }
  return { ok: true, folders };
}

/** The file system has its own reasons: a name that is too long, or a file where a folder would have to be. */
function whatStops(work: () => string | undefined): string | undefined {
  try {
    return work();
  } catch (error) {
    // Without the path that Node adds, in which a part is random: the same problem is told once.
    return String(error)
      .replace(/^\w*Error: /, '')
      .replace(/, \w+ '.*$/s, '');
  }
}
