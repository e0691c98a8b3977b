import { keyOf } from '../../../kube/objects/resource.ts';
import type { PastSource } from '../decide/baseline.ts';
import { sameSource, type Source } from '../seen/source.ts';

/** So many states of a source are kept: the first, and the newest others. */
const MOST = 32;

/** What each source of a type was since this process first saw it: digests, no values. */
export interface SourceHistory {
  /** Each state once, the oldest first, the present one last. A source that was deleted and created again starts again. */
  of(key: string): readonly PastSource[];
  note(source: Source): void;
  forget(source: Source): void;
}

/** `heard` counts what this process hears of. */
export function createSourceHistory(heard: () => number): SourceHistory {
  const known = new Map<string, readonly PastSource[]>();
  return {
    of: (key) => known.get(key) ?? [],
    note(source) {
      const key = keyOf(source);
      const past = known.get(key)?.filter((state) => state.source.metadata?.uid === source.metadata?.uid) ?? [];
      const last = past.at(-1);
      if (last !== undefined && sameSource(last.source, source)) return;
      const [first, ...others] = [...past, { source, version: source.metadata?.resourceVersion ?? '', heard: heard() }];
      if (first === undefined) return;
      known.set(key, others.length < MOST ? [first, ...others] : [{ ...first, isLastOfMany: true }, ...others.slice(1 - MOST)]);
    },
    forget: (source) => void known.delete(keyOf(source)),
  };
}
