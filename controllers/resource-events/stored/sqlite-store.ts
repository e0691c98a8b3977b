import type { DatabaseSync } from 'node:sqlite';
import type { ChangedResource, ResourceChange } from '../../../events/resource-change.ts';
import { messageOf } from '../../../ground/text/message-of.ts';
import type { Clock } from '../../../ground/time/clock.ts';
import { resourceUid } from '../change/identity.ts';
import type { JournalEntry } from '../outbox/journal.ts';
import { openStateFile } from './schema.ts';
import type { StateStore, StoredState, StoredResource } from './state-store.ts';
import { nothingUnwritten } from './unwritten.ts';
import { createWriter } from './write-all.ts';

/** So long after the first thing that is told it is all written. */
const WRITE_MS = 50;

export interface SqliteStoreOptions {
  readonly folder: string;
  readonly clusterId: string;
  readonly clock: Clock;
  /** Told once where the file that was there cannot be used, and once where it cannot be written any more: all goes on in memory. */
  readonly tell: (problem: string) => void;
}

/** Throws where the folder cannot be written at all. */
export function openSqliteStore({ folder, clusterId, clock, tell }: SqliteStoreOptions): StateStore {
  const { database, problem } = openStateFile(folder, clusterId);
  if (problem !== undefined) tell(`${problem}: it is as if nothing had been stored`);
  const writeAll = createWriter(database);
  const left = readChanges(database);
  let unwritten = nothingUnwritten();
  const first = Math.max(0, ...left.values().flatMap((entries) => entries.map(({ sequence }) => sequence)));
  /** The changes that an earlier process left of a resource are in the outbox again, under other numbers, or have been published. */
  const begin = (uid: string): void => {
    for (const { sequence } of left.get(uid) ?? []) unwritten.settled.add(sequence);
    left.delete(uid);
  };
  let cancel: (() => void) | undefined;
  let usable = true;

  const write = (): void => {
    cancel?.();
    cancel = undefined;
    const all = unwritten;
    unwritten = nothingUnwritten();
    if (!usable) return;
    try {
      writeAll(all);
    } catch (error) {
      usable = false;
      tell(`cannot write to ${folder} (${messageOf(error)}): all goes on in memory, and what is stored there is as it was`);
    }
  };
  const writeSoon = (): void => {
    if (usable) cancel ??= clock.after(WRITE_MS, write);
  };
  return {
    stored: (resource) => storedResource(database, resource, left),
    journal: {
      put(entry) {
        const sequence = first + entry.sequence;
        begin(resourceUid(entry.change.resource));
        unwritten.puts.set(sequence, { ...entry, sequence });
        writeSoon();
      },
      settled(own) {
        const sequence = first + own;
        unwritten.puts.delete(sequence);
        unwritten.settled.add(sequence);
        writeSoon();
      },
    },
    kept(resource, key, kept) {
      const uid = resourceUid(resource);
      begin(uid);
      const objects = unwritten.objects.get(uid) ?? new Map<string, StoredState | undefined>();
      unwritten.objects.set(uid, objects.set(key, kept === undefined ? undefined : { key, ...kept }));
      writeSoon();
    },
    reached(resource, version) {
      const uid = resourceUid(resource);
      begin(uid);
      unwritten.versions.set(uid, version);
      writeSoon();
    },
    forget(resource) {
      const uid = resourceUid(resource);
      begin(uid);
      unwritten.objects.delete(uid);
      unwritten.versions.delete(uid);
      unwritten.forgotten.add(uid);
      writeSoon();
    },
    close() {
      write();
      database.close();
    },
  };
}

function readChanges(database: DatabaseSync): Map<string, readonly JournalEntry[]> {
  const rows = database.prepare('SELECT * FROM changes ORDER BY sequence').all();
  return Map.groupBy(
    rows.map((row) => entryOf(row)),
    ({ change }) => resourceUid(change.resource),
  );
}

/** As `createWriter` wrote it. */
function entryOf({
  sequence,
  at,
  live,
  change,
  past,
  present,
}: ReturnType<ReturnType<DatabaseSync['prepare']>['all']>[number]): JournalEntry {
  const states = { ...(past === null ? {} : { then: past as Uint8Array }), ...(present === null ? {} : { now: present as Uint8Array }) };
  const stored = { ...(JSON.parse(String(change)) as ResourceChange), ...states };
  return { sequence: Number(sequence), at: String(at), live: live === 1, change: stored };
}

function storedResource(
  database: DatabaseSync,
  resource: ChangedResource,
  left: ReadonlyMap<string, readonly JournalEntry[]>,
): StoredResource | undefined {
  const uid = resourceUid(resource);
  const row = database.prepare('SELECT version FROM resources WHERE resource = ?').get(uid);
  if (row === undefined) return undefined;
  return {
    version: String(row['version']),
    changes: left.get(uid) ?? [],
    objects: () =>
      database
        .prepare('SELECT key, uid, version, state FROM objects WHERE resource = ?')
        .iterate(uid) as Iterable<unknown> as Iterable<StoredState>,
  };
}
