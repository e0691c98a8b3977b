import { compareVersions } from '../../../kube/follow/version.ts';
import { keyOf, type KubeObject } from '../../../kube/objects/resource.ts';
import { changedObject } from './identity.ts';
import { noticeDeletion, noticeLeft, noticeNew, noticeUpdate, type Notice, type NoticeOptions } from './notice.ts';
import type { Noticed } from './noticed.ts';
import type { Remembered } from './remembered.ts';

/** What the objects of a fresh list mean that are not known yet. */
export type ListMeaning =
  /** They have been published already, or never will be: remembered, and nothing said. */
  | { readonly as: 'baseline' }
  /** They were there at a first start, or after a gap: `listed`, but only where they are newer than a version, if one is given. */
  | { readonly as: 'listed'; readonly newerThan?: string }
  /** They were created since the last list. */
  | { readonly as: 'comparison' };

/**
 * The last published states of the objects of one resource, redacted, as bytes; and what each word of the server makes of them.
 * What it answers is to be appended to the outbox in this order.
 */
export interface ResourceStates {
  readonly size: number;
  applied(object: KubeObject): readonly Noticed[];
  deleted(object: KubeObject): readonly Noticed[];
  /** Has to be pulled to its end: what is known already is compared on the way, and at the end what is not in the list is gone. */
  replaced(objects: Iterable<KubeObject>, version: string, meaning: ListMeaning): Iterable<Noticed>;
  /** What is in this namespace is not followed any more: deleted, to the reader. */
  namespaceLeft(namespace: string): Iterable<Noticed>;
  /** What is remembered, by `namespace/name`; and what another process remembered. */
  entries(): Iterable<readonly [key: string, Remembered]>;
  restore(entries: Iterable<readonly [key: string, Remembered]>): void;
  /** Nothing is remembered any more, which `onKept` is not told. Answers what was. */
  takeAll(): ReadonlyMap<string, Remembered>;
}

export interface ResourceStatesOptions extends NoticeOptions {
  /** Told what is remembered of an object from now on; undefined: nothing. */
  readonly onKept?: (key: string, kept: Remembered | undefined) => void;
}

export function createResourceStates({ onKept, ...options }: ResourceStatesOptions): ResourceStates {
  const known = new Map<string, Remembered>();
  const keep = (key: string, { noticed, kept }: Notice): readonly Noticed[] => {
    if (kept === undefined) known.delete(key);
    else known.set(key, kept);
    onKept?.(key, kept);
    return noticed === undefined ? [] : [noticed];
  };
  const uidOf = (object: KubeObject): string => changedObject(options.resource, object).uid;
  const versionOf = (object: KubeObject): string => object.metadata?.resourceVersion ?? '';
  const isOlder = (object: KubeObject, than: Remembered): boolean => (compareVersions(versionOf(object), than.version) ?? 1) < 0;

  /** Another uid under a name is a deletion, then a creation. */
  const see = (object: KubeObject, as: Parameters<typeof noticeNew>[1]): readonly Noticed[] => {
    const key = keyOf(object);
    const before = known.get(key);
    if (before === undefined) return keep(key, noticeNew(object, as, options));
    if (before.uid === uidOf(object)) return keep(key, noticeUpdate(before, object, options));
    const gone = keep(key, noticeDeletion(before, undefined, versionOf(object), options));
    return [...gone, ...keep(key, noticeNew(object, as === 'baseline' ? 'created' : as, options))];
  };
  return {
    get size() {
      return known.size;
    },
    applied: (object) => see(object, 'created'),
    deleted(object) {
      const key = keyOf(object);
      const before = known.get(key);
      if (before === undefined) return [];
      if (before.uid === uidOf(object)) return keep(key, noticeDeletion(before, object, versionOf(object), options));
      // It is the end of an earlier object of that name, unless it is newer than what is known.
      return isOlder(object, before) ? [] : keep(key, noticeDeletion(before, undefined, versionOf(object), options));
    },
    *replaced(objects, version, meaning) {
      const gone = new Set(known.keys());
      for (const object of objects) {
        gone.delete(keyOf(object));
        const old = meaning.as === 'listed' && meaning.newerThan !== undefined && !isNewer(versionOf(object), meaning.newerThan);
        yield* see(object, meaning.as === 'comparison' ? 'created' : old ? 'baseline' : meaning.as);
      }
      for (const key of gone) {
        const before = known.get(key);
        if (before !== undefined) yield* keep(key, noticeDeletion(before, undefined, version, options));
      }
    },
    *namespaceLeft(namespace) {
      for (const [key, before] of known) if (key.startsWith(`${namespace}/`)) yield* keep(key, noticeLeft(before, before.version, options));
    },
    entries: () => known.entries(),
    restore(entries) {
      for (const [key, remembered] of entries) known.set(key, remembered);
    },
    takeAll() {
      const all = new Map(known);
      known.clear();
      return all;
    },
  };
}

/** Versions that cannot be compared count as newer: better once too often. */
const isNewer = (version: string, than: string): boolean => (compareVersions(version, than) ?? 1) > 0;
