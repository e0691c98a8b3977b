import { createHmac } from 'node:crypto';
import type { AppliedSource, AppliedRecord, Entry } from '../seen/record.ts';
import { digestOf, type KeyChoice, type Source } from '../seen/source.ts';
import { typeAndName } from '../seen/source-type.ts';
import { short, type Interest } from '../seen/workload.ts';

/** What the digests of Secrets are made with, and a name for it: those made with another cannot be compared. */
export interface DigestKey {
  readonly id: string;
  readonly bytes: Buffer;
}

/** What the record of a workload says of a source. */
export function entryOf(id: string, source: Source, { keys, references }: Interest, digestKey: DigestKey | undefined): AppliedSource {
  const choice = keys === 'used' ? usedKeys(id, references) : keys;
  const key = typeAndName(id).type === 'Secret' ? digestKey : undefined;
  const chosen = choice === 'all' ? '*' : short([...new Set(choice)].sort());
  return {
    uid: (source.metadata?.uid ?? '').slice(0, 8),
    keys: key === undefined ? chosen : `${chosen}.${key.id}`,
    // The marker of a Secret is a hash that anybody could try values against.
    marker: (key === undefined ? source.content.marker : createHmac('sha256', key.bytes).update(source.content.marker).digest('hex')).slice(
      0,
      MARKER_LENGTH,
    ),
    digest: digestOf(source, choice, key?.bytes),
  };
}

const MARKER_LENGTH = 8;

/** One use of the whole is a use of all keys; and where there is no use, what is named is meant as a whole. */
function usedKeys(id: string, references: Interest['references']): KeyChoice {
  const uses = references.filter((reference) => reference.id === id).map(({ keys }) => keys);
  return uses.length === 0 || uses.includes(undefined) ? 'all' : uses.flatMap((keys) => keys ?? []);
}

/** Of a content that is over and of which nothing is known: another one than any. */
export const olderThan = ({ uid, keys }: AppliedSource): AppliedSource => ({ uid, keys, marker: OLDER, digest: OLDER });
export const isOlder = (entry: Entry | undefined): boolean => typeof entry === 'object' && entry.digest === OLDER;
const OLDER = '-';

/** Are both digests of the same source, of the same keys of it, and made with the same key? */
export const isComparable = (old: Entry | undefined, now: AppliedSource): old is AppliedSource =>
  typeof old === 'object' && old.uid === now.uid && old.keys === now.keys;

/** Were both made with the same key, or none? */
export const sameDigestKey = (one: AppliedSource, other: AppliedSource): boolean => one.keys.split('.')[1] === other.keys.split('.')[1];

export const sameRecord = (one: AppliedRecord, other: AppliedRecord): boolean => {
  const ids = Object.keys(one.sources);
  return (
    one.asks === other.asks &&
    one.unseen.join() === other.unseen.join() &&
    ids.length === Object.keys(other.sources).length &&
    ids.every((id) => sameEntry(one.sources[id], other.sources[id]))
  );
};

function sameEntry(one: Entry | undefined, other: Entry | undefined): boolean {
  if (typeof one !== 'object' || typeof other !== 'object') return one === other;
  return one.uid === other.uid && one.keys === other.keys && one.digest === other.digest && one.marker === other.marker;
}
