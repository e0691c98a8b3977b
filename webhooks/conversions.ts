import type { KubeObject, Resource } from '../kube/objects/resource.ts';

/** How two versions of a kind become one another. What one of them cannot hold is best kept in an annotation. */
export interface DeclaredConversion {
  readonly resource: Resource<KubeObject>;
  /** The older one, and the newer one. */
  readonly versions: readonly [string, string];
  readonly up: (object: KubeObject) => KubeObject;
  readonly down: (object: KubeObject) => KubeObject;
}

/** An object without its version: that is filled in, as is all of the metadata but labels and annotations. */
export type Unversioned<T extends KubeObject> = Omit<T, 'apiVersion' | 'kind' | 'metadata'> & Pick<KubeObject, 'metadata'>;

/** What makes an object of the older version one of the newer, and back. */
export interface VersionSteps<Old extends KubeObject, New extends KubeObject> {
  up(object: Old): Unversioned<New>;
  down(object: New): Unversioned<Old>;
}

/** Converts between neighbouring versions of a kind; several of these make a chain. */
export const between = <Old extends KubeObject, New extends KubeObject>(
  resource: Resource<New>,
  versions: readonly [string, string],
  steps: VersionSteps<Old, New>,
): DeclaredConversion => ({
  resource,
  versions,
  // The API server sends objects of that version only.
  up: (object) => steps.up(object as Old),
  down: (object) => steps.down(object as New),
});

/** What converts an object to a version, step by step; undefined where no chain leads there. */
export function pathTo(
  all: readonly DeclaredConversion[],
  from: string,
  to: string,
): readonly ((object: KubeObject) => KubeObject)[] | undefined {
  const reached = new Map<string, readonly ((object: KubeObject) => KubeObject)[]>([[from, []]]);
  // Those that are reached are gone through in the order in which they were.
  for (const [at, steps] of reached) {
    if (at === to) return steps;
    for (const { versions, up, down } of all) {
      const [older, newer] = versions;
      if (older === at && !reached.has(newer)) reached.set(newer, [...steps, up]);
      if (newer === at && !reached.has(older)) reached.set(older, [...steps, down]);
    }
  }
  return undefined;
}
