import { UsageError } from '../../runtime/flags/flags.ts';
import type { ReloadSettings } from '../flags.ts';

/** What a workload may take its configuration from. */
export type SourceType = 'ConfigMap' | 'Secret' | 'SecretProviderClass';

export const SOURCE_TYPES: readonly SourceType[] = ['ConfigMap', 'Secret', 'SecretProviderClass'];

/** Something for each type. */
export const forEachType = <T>(make: (type: SourceType) => T): Readonly<Record<SourceType, T>> => ({
  ConfigMap: make('ConfigMap'),
  Secret: make('Secret'),
  SecretProviderClass: make('SecretProviderClass'),
});

/** A source as a workload knows it: what records and indexes name it by. */
export const sourceId = (type: SourceType, name: string): string => `${type}/${name}`;

export function typeAndName(id: string): { readonly type: SourceType; readonly name: string } {
  const slash = id.indexOf('/');
  const type = id.slice(0, slash);
  return { type: SOURCE_TYPES.find((known) => known === type) ?? 'ConfigMap', name: id.slice(slash + 1) };
}

/** Those that a workload may ask for, whether they are looked at or not. */
export const knownTypesOf = ({ 'enable-csi-integration': csi }: ReloadSettings): readonly SourceType[] =>
  SOURCE_TYPES.filter((type) => csi || type !== 'SecretProviderClass');

export function sourceTypesOf(settings: ReloadSettings): readonly SourceType[] {
  const { 'resources-to-ignore': ignored } = settings;
  if (new Set(ignored).size > 1)
    throw new UsageError('--resources-to-ignore names both configmaps and secrets: nothing would be left to do');
  return knownTypesOf(settings).filter((type) => !ignored.includes(`${type.toLowerCase()}s`));
}
