import type { ResourceChange } from '../../../events/resource-change.ts';
import { parsed } from './objects.ts';
import { specOf } from './model-world.ts';

/** Applies what arrives, as docs tell consumers to: an id once, and nothing that is older than what it has of that object. */
export interface ModelConsumer {
  receive(change: ResourceChange): void;
  /** By uid: the spec of what is there. */
  readonly there: ReadonlyMap<string, unknown>;
}

export function createModelConsumer(): ModelConsumer {
  const seen = new Set<string>();
  const versions = new Map<string, number>();
  const there = new Map<string, unknown>();
  return {
    there,
    receive({ type, id, now, object: { uid, resourceVersion } }) {
      const version = Number(resourceVersion);
      if (seen.has(id) || version < (versions.get(uid) ?? 0)) return;
      seen.add(id);
      versions.set(uid, version);
      if (type === 'deleted') there.delete(uid);
      else there.set(uid, specOf(parsed(now)));
    },
  };
}
