import type { Source } from '../seen/source.ts';
import type { SourceType } from '../seen/source-type.ts';
import type { PastSource } from './baseline.ts';

/** The sources of the workload's namespace. */
export interface NamespaceSources {
  get(id: string): Source | undefined;
  /** What it was since it was first seen, the oldest first, the present state last. */
  past(id: string): readonly PastSource[];
  all(type: SourceType): readonly Source[];
  /** Is all of this type there to see? Not where the cluster has refused it so far. */
  knows(type: SourceType): boolean;
}
