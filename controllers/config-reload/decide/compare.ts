import { createHash, createHmac } from 'node:crypto';
import { DELETED, markerType, parseReloadedFrom, variableOf } from '../seen/marker.ts';
import { parseRecord, type Applied, type AppliedRecord, type Entry } from '../seen/record.ts';
import { rotation } from './rotation.ts';
import type { Content } from '../seen/content.ts';
import { digestOf, type KeyChoice, type Source } from '../seen/source.ts';
import { SOURCE_TYPES, sourceId, typeAndName, type SourceType } from '../seen/source-type.ts';
import { asksFor, short, type Interest } from '../seen/workload.ts';
import { concerns } from '../seen/wish.ts';

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
  /** Is that another record than the one that is there? */
  readonly differs: boolean;
}

/** The sources of the workload's namespace. */
export interface NamespaceSources {
  get(id: string): Source | undefined;
  all(type: SourceType): readonly Source[];
  /** Is all of this type there to see? Not where the cluster has refused it so far. */
  knows(type: SourceType): boolean;
}

export interface Policy {
  /** The types that are looked at. */
  readonly types: readonly SourceType[];
  readonly autoReloadAll: boolean;
  readonly onCreate: boolean;
  readonly onDelete: boolean;
  /** Workloads without a record roll where Reloader's marker is missing. */
  readonly syncAfterRestart: boolean;
  /** Also a suspended CronJob starts a Job. */
  readonly runSuspended: boolean;
  /** Also a Job that has ended is run again. */
  readonly rerunFinished: boolean;
  /** What stands for a Secret on a pod template is made with a key of ours, and not the SHA-1 that Reloader writes. */
  readonly keyedMarkers: boolean;
}

/** What the digests of Secrets are made with, and a name for it: those made with another cannot be compared. */
export interface DigestKey {
  readonly id: string;
  readonly bytes: Buffer;
}

/** What is with the sources now, against what the record says the pods have. */
export function compare(interest: Interest, sources: NamespaceSources, policy: Policy, digestKey: DigestKey | undefined): RecordComparison {
  const before = parseRecord(interest.record);
  const unseen = SOURCE_TYPES.filter((type) => asksFor(interest, type) && !(policy.types.includes(type) && sources.knows(type)));
  const concerned = concernedOf(interest, sources, policy);
  const entries: Record<string, Entry> = {};
  const changes: SourceChange[] = [];
  const shown = (id: string, marker: string): string =>
    policy.keyedMarkers && digestKey !== undefined && typeAndName(id).type === 'Secret' ? keyedMarker(marker, digestKey) : marker;
  for (const [id, source] of concerned) {
    const old = before?.sources[id];
    const left = before === undefined ? markersLeft(id, interest, concerned) : [];
    const read = (content: Content): Applied => entryOf(id, { ...source, content }, interest, digestKey);
    const rotated = rotation(source.mounts ?? [], { old, left, read });
    const now = rotated?.entry ?? read(source.content);
    entries[id] = now;
    const cause =
      rotated !== undefined
        ? rotated.stale
          ? 'changed'
          : undefined
        : before === undefined
          ? causeByMarker(left, [source.content.marker, shown(id, source.content.marker)], policy)
          : causeOf(old, now, before.scope === interest.scope && !before.unseen.includes(typeAndName(id).type), policy);
    if (cause !== undefined)
      changes.push({
        id,
        cause,
        marker: shown(id, markerAgainst(old, now, rotated?.content ?? source.content)),
        container: containerOf(id, interest),
      });
  }
  for (const [id, old] of Object.entries(before?.sources ?? {})) {
    if (entries[id] !== undefined) continue;
    const { type, name } = typeAndName(id);
    if (unseen.includes(type)) entries[id] = old;
    else if (!mayConcern(interest, id, policy)) continue; // it is not asked for any more
    else if (sources.get(id) !== undefined) entries[id] = 'out';
    else if (!policy.onDelete || old === 'deleted' || old === 'out' || type === 'SecretProviderClass') entries[id] = old; // pods come and go, and what they have of a class with them
    else {
      entries[id] = 'deleted';
      changes.push({ id: sourceId(type, name), cause: 'deleted', marker: DELETED, container: containerOf(id, interest) });
    }
  }
  const record = { scope: interest.scope, sources: entries, runs: before?.runs ?? 0, unseen };
  return { changes, record, differs: before === undefined ? worthRecording(record, policy) : !sameRecord(before, record) };
}

function concernedOf(interest: Interest, sources: NamespaceSources, { types, autoReloadAll }: Policy): ReadonlyMap<string, Source> {
  const found = new Map<string, Source>();
  const consider = (id: string, source: Source | undefined): void => {
    if (source === undefined || found.has(id)) return;
    const { type, name } = typeAndName(id);
    const referenced = interest.references.some((reference) => reference.id === id);
    if (
      types.includes(type) &&
      concerns(interest.wishes[type], { name, ignored: source.ignored, matches: source.matches, referenced }, autoReloadAll)
    )
      found.set(id, source);
  };
  for (const { id } of interest.references) consider(id, sources.get(id));
  for (const type of types) {
    const { named } = interest.wishes[type];
    for (const name of named.names) consider(sourceId(type, name), sources.get(sourceId(type, name)));
    if (named.open) for (const source of sources.all(type)) consider(sourceId(type, source.metadata?.name ?? ''), source);
  }
  return new Map([...found].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Would it concern the workload, if it were there and had every annotation that it could have? */
function mayConcern({ wishes, references }: Interest, id: string, { autoReloadAll }: Policy): boolean {
  const { type, name } = typeAndName(id);
  return concerns(
    wishes[type],
    { name, ignored: false, matches: true, referenced: references.some((reference) => reference.id === id) },
    autoReloadAll,
  );
}

function entryOf(id: string, source: Source, { keys, references }: Interest, digestKey: DigestKey | undefined): Applied {
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

function causeOf(old: Entry | undefined, now: Applied, sameScope: boolean, { onCreate }: Policy): SourceChange['cause'] | undefined {
  const created = onCreate ? 'created' : undefined;
  if (old === undefined) return sameScope ? created : undefined; // newly asked for: the pods that ask have it
  if (old === 'deleted') return created;
  if (old === 'out' || old.keys !== now.keys || old.digest === now.digest) return undefined;
  return old.uid === now.uid ? 'changed' : created;
}

/** What Reloader has left of a source on the template. */
function markersLeft(id: string, { markers, reloadedFrom }: Interest, all: ReadonlyMap<string, Source>): readonly string[] {
  const { type, name } = typeAndName(id);
  const variable = variableOf(type, name);
  // Several names can share a variable: then it speaks of one of them, and nobody knows which.
  const shared = [...all.keys()].some((other) => other !== id && variableOf(typeAndName(other).type, typeAndName(other).name) === variable);
  const left = shared ? [] : markers.filter((marker) => marker.name === variable).map(({ value }) => value);
  const last = parseReloadedFrom(reloadedFrom);
  if (last?.type === markerType(type) && last.name === name) left.push(last.hash);
  return left;
}

/** Without a record that says which content the pods have; where it says nothing, they are taken to have this one. */
function causeByMarker(
  left: readonly string[],
  now: readonly string[],
  { onCreate, syncAfterRestart }: Policy,
): SourceChange['cause'] | undefined {
  if (left.length === 0) return onCreate && syncAfterRestart ? 'created' : undefined;
  return now.some((marker) => left.includes(marker)) ? undefined : 'changed';
}

/** As long as a SHA-1, so that it is taken for a marker wherever one is. */
const keyedMarker = (marker: string, { bytes }: DigestKey): string =>
  createHmac('sha256', bytes).update(`marker ${marker}`).digest('hex').slice(0, 40);

/** Two contents can have one marker; then another one has to be written, or nothing would roll. */
function markerAgainst(old: Entry | undefined, now: Applied, { marker }: Content): string {
  const same = typeof old === 'object' && old.marker === now.marker && old.digest !== now.digest;
  return same ? createHash('sha1').update(`${marker} ${now.digest}`).digest('hex') : marker;
}

const containerOf = (id: string, { references, firstContainer }: Interest): string =>
  references.find((reference) => reference.id === id)?.container ?? firstContainer;

/** An empty record is worth its write only where what appears later counts as created. */
const worthRecording = ({ sources }: AppliedRecord, { onCreate }: Policy): boolean => onCreate || Object.keys(sources).length > 0;

const sameRecord = (one: AppliedRecord, other: AppliedRecord): boolean => {
  const ids = Object.keys(one.sources);
  return (
    one.scope === other.scope &&
    one.unseen.join() === other.unseen.join() &&
    ids.length === Object.keys(other.sources).length &&
    ids.every((id) => sameEntry(one.sources[id], other.sources[id]))
  );
};

function sameEntry(one: Entry | undefined, other: Entry | undefined): boolean {
  if (typeof one !== 'object' || typeof other !== 'object') return one === other;
  return one.uid === other.uid && one.keys === other.keys && one.digest === other.digest && one.marker === other.marker;
}
