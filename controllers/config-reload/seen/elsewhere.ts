import { sourceId, typeAndName, type SourceType } from './source-type.ts';
import type { Interest } from './workload.ts';

/** A source, as anybody in the cluster would name it. */
interface LocatedSource {
  readonly type: SourceType;
  readonly namespace: string;
  readonly name: string;
}

/** Is it of another namespace than the workload? Its id is `ConfigMap/namespace/name` then, and `ConfigMap/name` otherwise. */
export const isElsewhere = (id: string): boolean => typeAndName(id).name.includes('/');

/** The source that a workload of the namespace `own` knows by this id. */
export function located(id: string, own: string): LocatedSource {
  const { type, name } = typeAndName(id);
  const slash = name.indexOf('/');
  return slash === -1 ? { type, namespace: own, name } : { type, namespace: name.slice(0, slash), name: name.slice(slash + 1) };
}

/** The id by which a workload of the namespace `own` knows it. */
export const idSeenFrom = (own: string, { type, namespace, name }: LocatedSource): string =>
  sourceId(type, namespace === own ? name : `${namespace}/${name}`);

/** The same text from wherever it is seen: `namespace/ConfigMap/name`. */
export const sourceKey = (id: string, own: string): string => {
  const { type, namespace, name } = located(id, own);
  return `${namespace}/${sourceId(type, name)}`;
};

/** The ids of all sources of other namespaces that a workload names. */
export const namedElsewhere = ({ wishes }: Interest, types: readonly SourceType[]): readonly string[] =>
  types.flatMap((type) => wishes[type].named.elsewhere.map((name) => sourceId(type, name)));
