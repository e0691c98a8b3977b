import type { Content } from '../seen/content.ts';
import type { AppliedSource, Entry } from '../seen/record.ts';
import type { Source } from '../seen/source.ts';
import { baselineOf, lastOut, type Baseline, type PastSource, type TemplateAge } from './baseline.ts';
import type { Policy } from './policy.ts';
import { olderThan, sameDigestKey } from './entry.ts';

/** All that is known of a source and the pods of a workload, where the record tells nothing that could be compared. */
export interface Untold {
  readonly old: Entry | undefined;
  readonly now: AppliedSource;
  readonly source: Source;
  readonly past: readonly PastSource[];
  readonly age: TemplateAge;
  /** Did the record look for it, and not find it? */
  readonly wasAbsent: boolean;
  /** Is there no record, nor was there one? */
  readonly isNew: boolean;
  /** The markers that were left of it on the template, as far as they count. */
  readonly left: readonly string[];
  /** Are they made with the key? */
  readonly isKeyed: boolean;
  /** All that may stand for a content on a template. */
  readonly markersOf: (content: Content) => readonly string[];
  /** What a record says of a content. */
  readonly read: (content: Content) => AppliedSource;
  /** Does it not concern the workload when it is like this? */
  readonly isOut: (source: Source) => boolean;
}

/** `created`: it came since the pods were made, and that counts. Otherwise, which content they have. */
export function whatPodsHave(untold: Untold, policy: Policy): AppliedSource | 'created' {
  const { old, now, source, past, left, markersOf, read, isNew, wasAbsent } = untold;
  const asEntry = (content: Baseline | undefined): AppliedSource =>
    content === undefined || content === 'older' ? olderThan(now) : content === source.content ? now : read(content);
  const marked = (content: Content): boolean => markersOf(content).some((marker) => left.includes(marker));

  if (typeof old === 'object' && old.uid === now.uid && sameDigestKey(old, now))
    // Other keys count now. The marker is one of all keys.
    return old.marker === now.marker
      ? now
      : asEntry(past.find((state) => read(state.source.content).marker === old.marker)?.source.content);
  if (typeof old === 'object' && old.uid !== now.uid && old.keys === now.keys && old.digest === now.digest) return now;
  if (policy.onCreate && cameSince()) return 'created';
  // Of a lost key's markers only one that matches says anything.
  if (left.length > 0 && (marked(source.content) || old === undefined || !untold.isKeyed))
    return marked(source.content) ? now : asEntry(past.find((state) => marked(state.source.content))?.source.content);
  const before = old === 'out' ? lastOut(past, untold.isOut) : undefined;
  return asEntry(before ?? baselineOf(untold.age, source, past, policy.rollsUnsure));

  function cameSince(): boolean {
    if (typeof old === 'object') return old.uid !== now.uid;
    if (old === undefined) return isNew ? policy.syncAfterRestart && left.length === 0 : wasAbsent;
    return old === 'deleted';
  }
}
