import { keyOf } from '../../../kube/objects/resource.ts';
import type { Delta, Store } from '../../../kube/follow/store.ts';
import { CUSTOM_KINDS, KINDS } from '../seen/kinds.ts';
import type { ReloadParts, WorkloadKey } from '../seen/reload-key.ts';
import { located, namedElsewhere } from '../seen/elsewhere.ts';
import { SOURCE_TYPES, sourceId, typeAndName } from '../seen/source-type.ts';
import { workloadOf, type WorkloadReadOptions, type Workload, type WorkloadKind } from '../seen/workload.ts';
import type { Place } from './watched-namespaces.ts';

export interface FollowedWorkloads {
  get(kind: WorkloadKind, storeKey: string): Workload | undefined;
  /** The Job that keeps what this one is to become. */
  replacement(kind: WorkloadKind, storeKey: string): Workload | undefined;
  /** The keys of the workloads that this source may concern; not one of those that it cannot. */
  concerned(namespace: string, id: string): Iterable<WorkloadKey>;
  /** The keys of all workloads that any source may concern: those of a namespace, and those that name sources of it. */
  in(namespace: string): Iterable<WorkloadKey>;
}

export interface WorkloadOptions {
  readonly kinds: readonly WorkloadKind[];
  readonly reading: WorkloadReadOptions;
  readonly place: Place;
  /** Told of each change, before it is asked what it concerns. */
  readonly heard: (kind: WorkloadKind, delta: Delta<Workload>) => void;
}

export function followWorkloads(
  { follow }: Pick<ReloadParts, 'follow'>,
  { kinds, reading, place, heard }: WorkloadOptions,
): FollowedWorkloads {
  const stores = new Map<WorkloadKind, Store<Workload>>(
    kinds.map((kind) => [
      kind,
      follow(KINDS[kind], {
        ...place,
        optional: CUSTOM_KINDS.includes(kind),
        without: `no ${kind} rolls`,
        vitalFor: 'to see a workload',
        transform: workloadOf(kind, reading),
        indexes: {
          source: sourcesOf,
          replaced: ({ metadata, replaces }) => (replaces === undefined ? [] : [`${metadata?.namespace}/${replaces.name}`]),
          namespace: namespacesOf,
        },
        keys(delta) {
          heard(kind, delta);
          const { metadata, interest, replaces, templateOf } = delta.object;
          return interest === undefined && replaces === undefined && templateOf === undefined
            ? []
            : [{ of: 'workload', kind, storeKey: `${metadata?.namespace}/${replaces?.name ?? metadata?.name}` }];
        },
      }),
    ]),
  );
  function* found(index: string, value: string): Iterable<WorkloadKey> {
    for (const [kind, store] of stores)
      for (const workload of store.by(index, value)) yield { of: 'workload', kind, storeKey: keyOf(workload) };
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
  const elsewhere = locatedElsewhere({ metadata, interest }).map(({ type, namespace, name }) => `${namespace}/${sourceId(type, name)}`);
  const own = [...new Set([...interest.references.map(({ id }) => id), ...named])].map((id) => `${metadata?.namespace}/${id}`);
  return [...own, ...elsewhere];
}

const namespacesOf = (workload: Workload): readonly string[] =>
  workload.interest === undefined
    ? []
    : [...new Set([workload.metadata?.namespace ?? '', ...locatedElsewhere(workload).map(({ namespace }) => namespace)])];

const locatedElsewhere = ({ metadata, interest }: Workload) =>
  interest === undefined ? [] : namedElsewhere(interest, SOURCE_TYPES).map((id) => located(id, metadata?.namespace ?? ''));
