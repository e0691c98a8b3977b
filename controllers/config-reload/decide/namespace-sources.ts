import type { Source } from '../seen/source.ts';
import type { SourceType } from '../seen/source-type.ts';
import type { PastSource } from './baseline.ts';

/** The sources of the workload's namespace; and by their ids those of others, which are ignored where they are not shared with it. */
export interface NamespaceSources {
  readonly namespace: string;
  get(id: string): Source | undefined;
  /** What it was since it was first seen, the oldest first, the present state last. */
  past(id: string): readonly PastSource[];
  all(type: SourceType): readonly Source[];
  /** Is all of this type there to see? Not where the cluster has refused it so far. */
  knows(type: SourceType): boolean;
  /** And all of the type and namespace of this source of another one? */
  reaches(id: string): boolean;
}
