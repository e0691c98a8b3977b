import type { Source } from '../seen/source.ts';
import { sourceId, typeAndName } from '../seen/source-type.ts';
import type { Interest } from '../seen/workload.ts';
import { concerns } from '../seen/wish.ts';
import type { NamespaceSources } from './namespace-sources.ts';
import type { Policy } from './policy.ts';

/** The sources whose changes concern a workload, by id, in the order of their ids. */
export function concernedOf(interest: Interest, sources: NamespaceSources, { types, autoReloadAll }: Policy): ReadonlyMap<string, Source> {
  const found = new Map<string, Source>();
  const consider = (id: string, source: Source | undefined): void => {
    if (source !== undefined && types.includes(typeAndName(id).type) && concernsNow(interest, id, source, autoReloadAll))
      found.set(id, source);
  };
  for (const { id } of interest.references) consider(id, sources.get(id));
  for (const type of types) {
    const { named } = interest.wishes[type];
    for (const name of named.names) consider(sourceId(type, name), sources.get(sourceId(type, name)));
    for (const name of named.elsewhere) consider(sourceId(type, name), sources.get(sourceId(type, name)));
    if (named.open) for (const source of sources.all(type)) consider(sourceId(type, source.metadata?.name ?? ''), source);
  }
  return new Map([...found].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Does it concern the workload, being as it is? */
export function concernsNow({ wishes, references }: Interest, id: string, { ignored, matches }: Source, autoReloadAll: boolean): boolean {
  const { type, name } = typeAndName(id);
  const referenced = references.some((reference) => reference.id === id);
  return concerns(wishes[type], { name, ignored, matches, referenced }, autoReloadAll);
}

/** Would it concern the workload, if it were there and had every annotation that it could have? */
export function mayConcern({ wishes, references }: Interest, id: string, { autoReloadAll }: Policy): boolean {
  const { type, name } = typeAndName(id);
  return concerns(
    wishes[type],
    { name, ignored: false, matches: true, referenced: references.some((reference) => reference.id === id) },
    autoReloadAll,
  );
}
