/** What a workload may take its configuration from. */
export type SourceType = 'ConfigMap' | 'Secret';

export const SOURCE_TYPES: readonly SourceType[] = ['ConfigMap', 'Secret'];

/** A source among those of a namespace: what records and indexes name it by. */
export const sourceId = (type: SourceType, name: string): string => `${type}/${name}`;

export function typeAndName(id: string): { readonly type: SourceType; readonly name: string } {
  const slash = id.indexOf('/');
  return { type: id.slice(0, slash) === 'Secret' ? 'Secret' : 'ConfigMap', name: id.slice(slash + 1) };
}
