import type { Content } from '../seen/content.ts';
import { namedElsewhere } from '../seen/elsewhere.ts';
import { DELETED } from '../seen/marker.ts';
import type { AppliedSource, AppliedRecord, Entry } from '../seen/record.ts';
import type { Source } from '../seen/source.ts';
import { SOURCE_TYPES, typeAndName } from '../seen/source-type.ts';
import { asksFor, type Interest } from '../seen/workload.ts';
import { givenByOthers, isBefore, type TemplateAge } from './baseline.ts';
import { concernedOf, concernsNow, mayConcern } from './concerned.ts';
import { entryOf, isComparable, isOlder, olderThan, sameDigestKey, sameRecord, type DigestKey } from './entry.ts';
import { createMarkers, isKeyed } from './markers.ts';
import type { NamespaceSources } from './namespace-sources.ts';
import type { Policy } from './policy.ts';
import { rotation } from './rotation.ts';
import { whatPodsHave } from './what-pods-have.ts';

/** A source that changed since the pods of the workload were made. */
export interface SourceChange {
  readonly id: string;
  readonly cause: 'changed' | 'created' | 'deleted';
  /** What stands for the content now. */
  readonly marker: string;
  /** The container that the change is written to. */
  readonly container: string;
}

export interface RecordComparison {
  readonly changes: readonly SourceChange[];
  /** What the record says once the changes are made. */
  readonly record: AppliedRecord;
  /** Is that another record than the one that counted? */
  readonly differs: boolean;
  /** Does it tell of sources of which no record told? That is noted at once, before it changes again. */
  readonly isNew: boolean;
  /** What has to be noted before anything is changed: what the pods have, where no record told and it is not what is there now. */
  readonly first?: AppliedRecord;
}

/** What there is to compare with. */
export interface KnownState {
  /** The record that counts. */
  readonly record: AppliedRecord | undefined;
  /** Is there one that does not count, since it came back with an earlier template? Then the markers on that do not count either. */
  readonly wasUndone: boolean;
  readonly age: TemplateAge;
  readonly digestKey: DigestKey | undefined;
}

/** What is with the sources now, against what the pods have: by the record, and where it does not tell, by all else that is known. */
export function compare(interest: Interest, sources: NamespaceSources, policy: Policy, known: KnownState): RecordComparison {
  const { record: before } = known;
  const unseen = unseenOf(interest, sources, policy);
  const judge = createJudge(interest, sources, policy, known);
  const entries: Record<string, Entry> = {};
  const had: Record<string, Entry> = {};
  const changes: SourceChange[] = [];
  const change = (id: string, cause: SourceChange['cause'], marker: string): void =>
    void changes.push({ id, cause, marker, container: containerOf(id, interest) });

  const verdicts = [...concernedOf(interest, sources, policy)].map(([id, source]) => judge(id, source));
  for (const { id, now, has, cause, marker } of verdicts) {
    entries[id] = now;
    if (has !== undefined) had[id] = has;
    if (cause !== undefined) change(id, cause, marker);
  }
  for (const [id, old] of Object.entries(before?.sources ?? {})) {
    const { type } = typeAndName(id);
    const isUnseen = isAmong(unseen, id);
    if (entries[id] !== undefined || (!isUnseen && !mayConcern(interest, id, policy))) continue; // it is not asked for any more
    const isThere = !isUnseen && sources.get(id) !== undefined;
    // Pods come and go, and what they have of a class with them.
    const isGone = !isUnseen && !isThere && policy.onDelete && typeof old === 'object' && type !== 'SecretProviderClass';
    had[id] = old;
    entries[id] = isThere ? 'out' : isGone ? 'deleted' : old;
    if (isGone) change(id, 'deleted', DELETED);
  }
  const recordOf = (all: Readonly<Record<string, Entry>>) => ({
    asks: interest.asks,
    sources: all,
    runs: before?.runs ?? 0,
    unseen,
    ...(before?.rolled === undefined ? {} : { rolled: before.rolled }),
  });
  const record = recordOf(entries);
  return {
    changes,
    record,
    differs: before === undefined ? worthRecording(record, policy) : !sameRecord(before, record),
    isNew: before === undefined || verdicts.some(({ untold }) => untold !== undefined),
    ...(verdicts.some(({ untold, now }) => untold !== undefined && untold.digest !== now.digest) ? { first: recordOf(had) } : {}),
  };
}

/** The types that are asked for and cannot be seen; and, one by one, what is named of namespaces that cannot be seen. */
const unseenOf = (interest: Interest, sources: NamespaceSources, { types }: Policy): readonly string[] => [
  ...SOURCE_TYPES.filter((type) => asksFor(interest, type) && !(types.includes(type) && sources.knows(type))),
  ...namedElsewhere(interest, types).filter((id) => !sources.reaches(id)),
];

const isAmong = (unseen: readonly string[], id: string): boolean => unseen.includes(typeAndName(id).type) || unseen.includes(id);

/** What is found of a source. */
interface Verdict {
  readonly id: string;
  readonly now: AppliedSource;
  /** What the pods have of it; undefined where it came later. */
  readonly has: Entry | undefined;
  /** The same, where the record does not tell. */
  readonly untold?: AppliedSource;
  readonly cause: SourceChange['cause'] | undefined;
  /** What stands for its content. */
  readonly marker: string;
}

function createJudge(interest: Interest, sources: NamespaceSources, policy: Policy, { record, wasUndone, age, digestKey }: KnownState) {
  const concerned = concernedOf(interest, sources, policy);
  const markers = createMarkers([...concerned.keys()], { key: digestKey, keyed: policy.keyedMarkers });
  const leftOf = (id: string) => markers.left(id, interest, sources.namespace);
  const asksTheSame = record?.asks === interest.asks;
  return (id: string, source: Source): Verdict => {
    const old = record?.sources[id];
    const read = (content: Content): AppliedSource => entryOf(id, { ...source, content }, interest, digestKey);
    const inPlace = markers.inPlaceOf(id, interest, sources.namespace);
    const over = isBefore(age, sources.past(id), isOlder(old)) ? inPlace : [];
    const left = record === undefined && !wasUndone ? leftOf(id) : [];
    const rotated = rotation(source.mounts ?? [], { old, left, read });
    if (rotated !== undefined) {
      const { entry: now, stale, content } = rotated;
      const untold = stale && old === undefined ? olderThan(now) : undefined;
      const has = stale ? (old ?? untold) : now;
      return { id, now, has, untold, cause: stale ? 'changed' : undefined, marker: markers.toWrite(id, content, { old, now, over: [] }) };
    }
    const now = read(source.content);
    const marker = markers.toWrite(id, source.content, { old, now, over });
    if (isComparable(old, now)) {
      const given = givenByOthers(age, sources.past(id));
      const taken = given === undefined ? old : read(given);
      // Who left the marker has rolled it for this change.
      const isMarked = taken.digest === now.digest && inPlace.includes(marker);
      const untold = taken.digest === old.digest || isMarked ? undefined : taken;
      const has = untold ?? old;
      return { id, now, has, untold, cause: has.digest === now.digest ? undefined : 'changed', marker };
    }
    const untold = whatPodsHave(
      {
        old,
        now,
        source,
        past: sources.past(id),
        age,
        wasAbsent: asksTheSame && !isAmong(record.unseen, id),
        isNew: record === undefined && !wasUndone,
        left: hasLostKey(old, now) ? leftOf(id) : left,
        isKeyed: isKeyed(id, policy.keyedMarkers),
        markersOf: (content) => markers.of(id, content, read(content)),
        read,
        isOut: (state) => !concernsNow(interest, id, state, policy.autoReloadAll),
      },
      policy,
    );
    if (untold === 'created') return { id, now, has: old, cause: 'created', marker };
    return { id, now, has: untold, untold, cause: untold.digest === now.digest ? undefined : 'changed', marker };
  };
}

/** Was it made with a digest key that is not there any more? */
const hasLostKey = (old: Entry | undefined, now: AppliedSource): boolean =>
  typeof old === 'object' && old.uid === now.uid && !sameDigestKey(old, now);

const containerOf = (id: string, { references, firstContainer }: Interest): string =>
  references.find((reference) => reference.id === id)?.container ?? firstContainer;

/** An empty record is worth its write only where what appears later counts as created. */
const worthRecording = ({ sources }: AppliedRecord, { onCreate }: Policy): boolean => onCreate || Object.keys(sources).length > 0;
