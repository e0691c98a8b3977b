import type { ResourceRow } from '../../local/api-server/schema/type-tree.ts';

interface Kind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}
interface DiscoveredSubresource {
  readonly subresource: string;
  readonly responseKind: Kind;
  readonly verbs: readonly string[];
}
interface DiscoveredResource {
  readonly resource: string;
  readonly responseKind: Kind;
  readonly scope: 'Namespaced' | 'Cluster';
  readonly singularResource: string;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly subresources?: readonly DiscoveredSubresource[];
}
/** The aggregated form of discovery (apidiscovery.k8s.io/v2). */
export interface DiscoveredGroups {
  readonly items: readonly {
    readonly metadata: { readonly name?: string };
    readonly versions: readonly { readonly version: string; readonly resources: readonly DiscoveredResource[] }[];
  }[];
}

export type ResourceTable = Record<string, Record<string, ResourceRow>>;

const subresourceLine = ({ responseKind, verbs }: DiscoveredSubresource) =>
  `${[responseKind.group, responseKind.version, responseKind.kind].filter((part) => part !== '').join('/')}: ${verbs.join(' ')}`;

function row(resource: DiscoveredResource): ResourceRow {
  const { shortNames, categories, subresources } = resource;
  return {
    kind: resource.responseKind.kind,
    singular: resource.singularResource,
    namespaced: resource.scope === 'Namespaced',
    verbs: resource.verbs.join(' '),
    ...(shortNames && { short: shortNames }),
    ...(categories && { categories }),
    ...(subresources && { subresources: Object.fromEntries(subresources.map((sub) => [sub.subresource, subresourceLine(sub)])) }),
  };
}

/** `group/version` (core: `v1`) to its resources, in the server's order of preference. */
export const resourceTable = (lists: readonly DiscoveredGroups[], wanted: ReadonlySet<string>): ResourceTable =>
  Object.fromEntries(
    lists.flatMap(({ items }) =>
      items.flatMap(({ metadata: { name = '' }, versions }) =>
        versions
          .map(
            ({ version, resources }) =>
              [name === '' ? version : `${name}/${version}`, Object.fromEntries(resources.map((r) => [r.resource, row(r)]))] as const,
          )
          .filter(([groupVersion]) => wanted.has(groupVersion)),
      ),
    ),
  );
