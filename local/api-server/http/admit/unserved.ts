/** Groups that Kubernetes serves and this server does not: a client learns so, and is not told that there is no such thing. */
export const UNSERVED_GROUPS: ReadonlySet<string> = new Set([
  'apiregistration.k8s.io',
  'internal.apiserver.k8s.io',
  'metrics.k8s.io',
  'storagemigration.k8s.io',
  'custom.metrics.k8s.io',
  'external.metrics.k8s.io',
]);

/** Resources of groups that are served. */
export const UNSERVED_RESOURCES: ReadonlySet<string> = new Set(['bindings']);

/** Paths of the same sort. */
export const UNSERVED_PATHS: readonly { readonly at: RegExp; readonly what: string }[] = [
  { at: /^\/metrics(\/|$)/, what: 'metrics' },
  { at: /^\/logs(\/|$)/, what: 'log files' },
  { at: /^\/(api|apis\/[^/]+)\/v[^/]+\/watch\//, what: 'the /watch/ paths, which are deprecated: ask for a list with ?watch=true' },
];
