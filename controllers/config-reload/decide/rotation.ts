import { compareVersions } from '../../../kube/follow/version.ts';
import type { ClassMount } from '../seen/mount.ts';
import type { AppliedSource, Entry } from '../seen/record.ts';
import type { Content } from '../seen/content.ts';

export interface Rotated {
  /** What the record says from now on. */
  readonly entry: AppliedSource;
  readonly content: Content;
  /** Do pods run that began with another content than they have now? */
  readonly stale: boolean;
}

export interface Knowledge {
  readonly old: Entry | undefined;
  /** Where there is no record: the markers that were left for it. */
  readonly left: readonly string[];
  /** What a record says of a content. */
  readonly read: (content: Content) => AppliedSource;
}

const SHORT = 8;
/** So many contents are remembered as over. */
const MOST_OLDER = 8;

/**
 * Each pod has its own version of a class: while a secret is rotated they differ, and a pod that is made meanwhile begins
 * with the newest. What is new is told from what is late by the record: it names the content that the workload was last
 * rolled for, and those that were over by then.
 *
 * A pod whose content was exchanged for one that is neither has to be replaced; then it gets the newest. One that began
 * with it need not be: if nobody has the old content any more, it is noted. And one that was over counts again once nobody has what came after
 * it and it was written later: then the secret was set back. Undefined where no pod has any.
 */
export function rotation(mounts: readonly ClassMount[], { old, left, read }: Knowledge): Rotated | undefined {
  const entryOf = oncePerContent((content) => ({ ...read(content), uid: '-' }));
  const seen = mounts
    .map((mount): Seen => ({ mount, entry: entryOf(mount) }))
    .sort((one, other) => byVersion(versionOf(one.mount), versionOf(other.mount)));
  const newest = seen.at(-1);
  if (newest === undefined) return undefined;
  const known = typeof old === 'object' && old.keys === newest.entry.keys ? old : undefined;
  const applied = ({ mount, entry }: Seen): boolean =>
    known === undefined ? left.includes(mount.content.marker) : known.digest === entry.digest;
  const there = seen.filter(applied);
  const settle = (chosen: Seen, stale: boolean): Rotated => ({
    entry: {
      ...chosen.entry,
      rotation: {
        after: versionOf(newest.mount),
        older: olderThan(chosen, [...(known === undefined ? [] : [known]), ...seen.map(({ entry }) => entry)]),
      },
    },
    content: chosen.mount.content,
    stale,
  });
  if (known === undefined && left.length === 0) return settle(newest, false);
  const setBack = ({ mount }: Seen): boolean => there.length === 0 && byVersion(versionOf(mount), known?.rotation?.after ?? '') > 0;
  const fresh = seen.filter((one) => !applied(one) && (known?.rotation?.older.includes(shortOf(one.entry)) !== true || setBack(one)));
  const next = fresh.at(-1);
  const exchanged = fresh.some(({ mount }) => mount.rotated);
  if (next !== undefined && (exchanged || there.length === 0)) return settle(next, exchanged);
  return known === undefined ? settle(there.at(-1) ?? newest, false) : { entry: known, content: newest.mount.content, stale: false };
}

interface Seen {
  readonly mount: ClassMount;
  readonly entry: AppliedSource;
}

/** Most pods have the same. */
function oncePerContent(read: Knowledge['read']): (mount: ClassMount) => AppliedSource {
  const known = new Map<string, AppliedSource>();
  return ({ fingerprint, content }) => {
    const entry = known.get(fingerprint) ?? read(content);
    known.set(fingerprint, entry);
    return entry;
  };
}

const olderThan = ({ entry }: Seen, all: readonly AppliedSource[]): readonly string[] =>
  [...new Set(all.filter(({ digest }) => digest !== entry.digest).map(shortOf))].slice(-MOST_OLDER);

const shortOf = ({ digest }: AppliedSource): string => digest.slice(0, SHORT);
const versionOf = ({ metadata }: ClassMount): string => metadata?.resourceVersion ?? '';
const byVersion = (one: string, other: string): number => compareVersions(one, other) ?? 0;
