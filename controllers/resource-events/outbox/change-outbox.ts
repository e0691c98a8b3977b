import type { Bus } from '../../../events/buses/bus.ts';
import type { Message } from '../../../events/message.ts';
import type { ChangedResource, ResourceChange } from '../../../events/resource-change.ts';
import { systemClock, type Clock } from '../../../ground/time/clock.ts';
import { createConditions } from '../../../ground/time/condition.ts';
import { compareVersions } from '../../../kube/follow/version.ts';
import { resourceUid } from '../change/identity.ts';
import type { OutboxJournal } from './journal.ts';
import type { OutboxObserver } from './observer.ts';
import { createPendingChanges } from './pending-changes.ts';
import { createProgress, type Progress } from './progress.ts';
import { createPublisher } from './publisher.ts';

export interface ChangeOutboxOptions {
  readonly encode: (change: ResourceChange) => Message;
  /** @default 64 MiB */
  readonly maxBytes?: number;
  /** @default 50,000 */
  readonly maxChanges?: number;
  /** After so long the bus is asked to give up what it has not confirmed; what it answers later still counts. @default 35 s */
  readonly publishTimeoutMs?: number;
  readonly observer?: OutboxObserver;
  readonly journal?: OutboxJournal;
  readonly clock?: Clock;
  readonly random?: () => number;
}

/** Where a change comes from. */
export interface Origin {
  /** The version of its resource that it came with: its own, or that of the list. */
  readonly at: string;
  /** It happened just now: it goes before what was listed. */
  readonly live: boolean;
}

/**
 * What is to be published: in order per object, kept until the bus has confirmed it, and bounded. Nothing is dropped: at its
 * limit it merges the changes of an object, and where that is not enough, it asks to stop reading.
 */
export interface ChangeOutbox {
  /** Never refused: whoever reads awaits `room` before it reads on. */
  append(change: ResourceChange, origin: Origin): void;
  /** All that this resource had up to this version was appended or left out. */
  reached(resource: ChangedResource, version: string): void;
  /** The version of a resource up to which all is confirmed or left out; undefined before the first. */
  settledVersion(resource: ChangedResource): string | undefined;
  /**
   * From this version on nobody else can have published what the resource has: this process leads, and the version is younger than
   * that. An object that comes and goes after it need not be mentioned, if the bus is away for so long that changes are merged.
   */
  ownFrom(resource: ChangedResource, version: string): void;
  /** The resource is not followed any more. */
  forget(resource: ChangedResource): void;
  /** Another replica has published all that this resource had up to this version: what came no later is dropped. */
  passed(resource: ChangedResource, version: string): void;
  /** Resolves when there is room, or when `signal` aborts. */
  room(signal: AbortSignal): Promise<void>;
  /** Publishes until `signal` aborts, and what is in flight then is answered. As long as nobody calls it, this is a stand-by's. */
  publish(bus: Bus, signal: AbortSignal): Promise<void>;
  /** Resolves when nothing is left to be published, or when `signal` aborts. What failed is tried at once. */
  drained(signal: AbortSignal): Promise<void>;
  readonly pending: number;
  readonly pendingBytes: number;
  /** When the oldest of them was appended, and when the bus last answered, in the clock's time. */
  readonly oldestAt: number | undefined;
  readonly answeredAt: number | undefined;
}

const MIB = 2 ** 20;

export function createChangeOutbox(options: ChangeOutboxOptions): ChangeOutbox {
  const { encode, maxBytes = 64 * MIB, maxChanges = 50_000, publishTimeoutMs = 35_000, observer = {}, journal } = options;
  const { clock = systemClock, random = Math.random } = options;
  const conditions = createConditions();
  const pending = createPendingChanges({ maxBytes, maxChanges, journal, onMerged: (left) => observer.merged?.(left) });
  const publisher = createPublisher({ pending, encode, publishTimeoutMs, observer, clock, random, onSettled: conditions.changed });
  const progresses = new Map<string, Progress>();
  const progressOf = (resource: ChangedResource): Progress => {
    const uid = resourceUid(resource);
    const progress = progresses.get(uid) ?? createProgress();
    progresses.set(uid, progress);
    return progress;
  };
  const ownFrom = new Map<string, string>();
  const isOwn = (resource: ChangedResource, at: string): boolean => {
    const from = ownFrom.get(resourceUid(resource));
    return from !== undefined && (compareVersions(at, from) ?? 0) > 0;
  };
  let looks = false;
  /** After what is being appended now: it goes together. */
  const lookSoon = (): void => {
    if (looks) return;
    looks = true;
    queueMicrotask(() => {
      looks = false;
      publisher.look();
    });
  };
  return {
    append(change, { at, live }) {
      const { resource } = change;
      const close = progressOf(resource).open();
      pending.append(change, { at, live, isOwn: isOwn(resource, at), appendedAt: clock.now(), close });
      lookSoon();
    },
    reached: (resource, version) => progressOf(resource).reached(version),
    settledVersion: (resource) => progresses.get(resourceUid(resource))?.version,
    ownFrom: (resource, version) => void ownFrom.set(resourceUid(resource), version),
    forget(resource) {
      progresses.delete(resourceUid(resource));
      ownFrom.delete(resourceUid(resource));
    },
    passed(resource, version) {
      const uid = resourceUid(resource);
      pending.drop(({ change, at }) => resourceUid(change.resource) === uid && (compareVersions(at, version) ?? 1) <= 0);
      conditions.changed();
    },
    room: (signal) => conditions.when(() => !pending.isFull, signal),
    async publish(bus, signal) {
      await publisher.run(bus, signal);
      ownFrom.clear();
      pending.share();
    },
    drained(signal) {
      publisher.hurry();
      return conditions.when(() => pending.held.count === 0, signal);
    },
    get pending() {
      return pending.held.count;
    },
    get pendingBytes() {
      return pending.held.bytes;
    },
    get oldestAt() {
      return pending.held.oldest?.appendedAt;
    },
    get answeredAt() {
      return publisher.answeredAt;
    },
  };
}
