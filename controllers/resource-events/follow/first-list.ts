import { compareVersions } from '../../../kube/follow/version.ts';
import type { ListMeaning } from '../change/resource-states.ts';

/** What is known of a collection before it is followed. */
export interface Before {
  /** Up to which version another leader, or this process before, published everything; undefined: nothing was published. */
  readonly checkpoint: string | undefined;
  /** Its last states are remembered: from the state dir, or from when it was followed before. */
  readonly remembered: boolean;
  /** At a first start nothing is published of what is there. */
  readonly silent: boolean;
  /** After a gap, is only that published of what is there that is newer than the checkpoint? Where the format has no word for the gap. */
  readonly onlyNewer: boolean;
}

/** How it was gone on with, for `resumed_total`; `watch` becomes `compare` where the changes since then cannot be had. */
export type ResumedHow = 'watch' | 'compare' | 'stored' | 'gap' | 'first';

/** What the first list means. */
export interface FirstList {
  readonly how: Exclude<ResumedHow, 'compare'>;
  readonly meaning: ListMeaning;
}

/** The list is of that version: of the checkpoint's, if the server still knew how everything was then. */
export function meaningOfFirstList({ checkpoint, remembered, silent, onlyNewer }: Before, version: string): FirstList {
  if (checkpoint !== undefined && version === checkpoint) return { how: 'watch', meaning: { as: 'baseline' } };
  if (remembered) return { how: 'stored', meaning: { as: 'comparison' } };
  if (checkpoint === undefined) return { how: 'first', meaning: silent ? { as: 'baseline' } : { as: 'listed' } };
  // A checkpoint from the future is one of a cluster that was restored since: it tells nothing of what is there.
  const past = (compareVersions(checkpoint, version) ?? 1) < 0;
  return { how: 'gap', meaning: past && onlyNewer ? { as: 'listed', newerThan: checkpoint } : { as: 'listed' } };
}
