export type Verb = 'create' | 'delete' | 'deletecollection' | 'get' | 'list' | 'patch' | 'update' | 'watch';

export interface GroupVersionKind {
  /** '' for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** One resource in one version, as discovery tells it. */
export interface ResourceInfo extends GroupVersionKind {
  /** The name in the path: `deployments`. */
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  /** Reviews and tokens have `create` alone: they are answered, never stored. */
  readonly verbs: readonly Verb[];
  readonly subresources: readonly SubresourceInfo[];
}

/** What stands after the name in the path. Its kind may be of another group: `autoscale`'s Scale, `policy`'s Eviction. */
export interface SubresourceInfo extends GroupVersionKind {
  /** `status`, `scale`, `eviction`, `log`, `token`, `binding`... */
  readonly name: string;
  readonly verbs: readonly Verb[];
}

/** `apps/v1`, `v1`. */
export const apiVersionOf = ({ group, version }: { readonly group: string; readonly version: string }): string =>
  group === '' ? version : `${group}/${version}`;

/** `deployments.apps`, `pods`: how messages and policies name a resource. */
export const groupResourceOf = ({ group, plural }: { readonly group: string; readonly plural: string }): string =>
  group === '' ? plural : `${plural}.${group}`;
