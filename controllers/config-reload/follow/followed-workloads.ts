import { keyOf } from '../../../kube/objects/resource.ts';
import type { Store } from '../../../kube/follow/store.ts';
import type { Parts } from '../../runtime/definition.ts';
import { CUSTOM_KINDS, KINDS, workloadKey } from '../seen/kinds.ts';
import { SOURCE_TYPES, sourceId, typeAndName } from '../seen/source-type.ts';
import { workloadOf, type WorkloadReadOptions, type Workload, type WorkloadKind } from '../seen/workload.ts';

export interface FollowedWorkloads {
  get(kind: WorkloadKind, storeKey: string): Workload | undefined;
  /** The Job that keeps what this one is to become. */
  replacement(kind: WorkloadKind, storeKey: string): Workload | undefined;
  /** The keys of the workloads that this source may concern; not one of those that it cannot. */
  concerned(namespace: string, id: string): Iterable<string>;
  /** The keys of all workloads of a namespace that any source may concern. */
  in(namespace: string): Iterable<string>;
}

export interface WorkloadOptions {
  readonly kinds: readonly WorkloadKind[];
  readonly reading: WorkloadReadOptions;
  readonly namespaces?: readonly string[];
  readonly fieldSelector?: string;
}

export function followWorkloads({ follow }: Parts, { kinds, reading, namespaces, fieldSelector }: WorkloadOptions): FollowedWorkloads {
  const stores = new Map<WorkloadKind, Store<Workload>>(
    kinds.map((kind) => [
      kind,
      follow(KINDS[kind], {
        namespaces,
        optional: CUSTOM_KINDS.includes(kind),
        ...(fieldSelector === undefined ? {} : { fieldSelector }),
        transform: workloadOf(reading),
        indexes: {
          source: sourcesOf,
          replaced: ({ metadata, replaces }) => (replaces === undefined ? [] : [`${metadata?.namespace}/${replaces.name}`]),
          namespace: ({ metadata, interest }) => (interest === undefined ? [] : [metadata?.namespace ?? '']),
        },
        keys: ({ object: { metadata, interest, replaces, templateOf } }) =>
          interest === undefined && replaces === undefined && templateOf === undefined
            ? []
            : [workloadKey(kind, `${metadata?.namespace}/${replaces?.name ?? metadata?.name}`)],
      }),
    ]),
  );
  function* found(index: string, value: string): Iterable<string> {
    for (const [kind, store] of stores) for (const workload of store.by(index, value)) yield workloadKey(kind, keyOf(workload));
  }
  return {
    get: (kind, storeKey) => stores.get(kind)?.get(storeKey),
    replacement: (kind, storeKey) => (kind === 'Job' ? stores.get(kind)?.by('replaced', storeKey)[0] : undefined),
    *concerned(namespace, id) {
      yield* found('source', `${namespace}/${id}`);
      yield* found('source', `${namespace}/${anyOf(id)}`);
    },
    in: (namespace) => found('namespace', namespace),
  };
}

/** What a workload that names sources by expressions is found by. */
const anyOf = (id: string): string => sourceId(typeAndName(id).type, '*');

function sourcesOf({ metadata, interest }: Workload): readonly string[] {
  if (interest === undefined) return [];
  const named = SOURCE_TYPES.flatMap((type) => {
    const { names, open } = interest.wishes[type].named;
    return [...names, ...(open ? ['*'] : [])].map((name) => sourceId(type, name));
  });
  return [...new Set([...interest.references.map(({ id }) => id), ...named])].map((id) => `${metadata?.namespace}/${id}`);
}
