import type { KubeObject, Resource } from '../kube/objects/resource.ts';
import { between, type DeclaredConversion, type VersionSteps } from '../webhooks/conversions.ts';
import type { KindNames } from './definition.ts';
import type { Kind, KindVersion } from './kind-resource.ts';

/** The version of a kind before this one, and how the two become one another. */
export interface PreviousVersion<Old extends KubeObject, New extends KubeObject> extends VersionSteps<Old, New> {
  readonly kind: Kind<Old>;
  /** May it still be read and written? @default true */
  readonly served?: boolean;
}

/** All versions, the oldest first. */
export const versionsUpTo = (own: KindVersion, previous: PreviousVersion<KubeObject, KubeObject> | undefined): readonly KindVersion[] => {
  const before = previous?.kind.versions ?? [];
  const last = before.length - 1;
  return [...before.map((version, at) => (at === last ? { ...version, served: previous?.served ?? true } : version)), own];
};

/** How all versions become one another. */
export const conversionsUpTo = (
  own: Resource<KubeObject>,
  previous: PreviousVersion<KubeObject, KubeObject> | undefined,
): readonly DeclaredConversion[] =>
  previous === undefined ? [] : [...previous.kind.conversions, between(own, [previous.kind.version, own.version], previous)];

/** What speaks against these versions of a kind. */
export function versionProblems(
  { group, kind, plural, scope, version }: KindNames,
  previous: PreviousVersion<KubeObject, KubeObject> | undefined,
  stored: string,
): readonly string[] {
  const before = previous?.kind;
  const older = before?.versions.map(({ name }) => name) ?? [];
  const same = before === undefined || (before.group === group && before.kind === kind && before.plural === plural);
  const versions = [...older, version];
  return [
    ...(same ? [] : ['previous: it is of another kind: give it the same group, kind and plural']),
    ...(before === undefined || before.namespaced === (scope === 'namespaced')
      ? []
      : ['previous: namespaced: it is the same for all versions']),
    ...(older.includes(version) ? [`version: there is ${version} before it already: give another name`] : []),
    ...(versions.includes(stored) ? [] : [`stored: there is no version ${stored}: it is one of ${versions.join(', ')}`]),
  ];
}
