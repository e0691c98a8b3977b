import { createHash } from 'node:crypto';
import type { JsonObject } from '../../../ground/json/json.ts';
import { apiVersionOf, groupResourceOf, type ResourceInfo, type SubresourceInfo } from '../contracts/resource-info.ts';
import type { DiscoveryDocuments } from '../contracts/schema-source.ts';
import { collectionOf } from '../registry.ts';

/** The discovery documents, from whatever is served now; resources stand by name, as the real server sorts them. */
export const discovery: DiscoveryDocuments = {
  aggregated: (root, served) => ({
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items: groupNames(served)
      .filter((group) => (group === '') === (root === 'api'))
      .map((group) => ({
        metadata: group === '' ? {} : { name: group },
        versions: versionsOf(group, served).map((version) => ({
          version,
          resources: inVersion(group, version, served).map(aggregatedResource),
          freshness: 'Current',
        })),
      })),
  }),
  coreVersions: (address) => ({
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: address }],
  }),
  groups: (served) => ({
    kind: 'APIGroupList',
    apiVersion: 'v1',
    groups: groupNames(served)
      .filter((group) => group !== '')
      .map((group) => apiGroup(group, served)),
  }),
  group: (name, served) =>
    name !== '' && groupNames(served).includes(name) ? { kind: 'APIGroup', apiVersion: 'v1', ...apiGroup(name, served) } : undefined,
  resources(group, version, served) {
    const resources = inVersion(group, version, served);
    if (resources.length === 0) return undefined;
    return {
      kind: 'APIResourceList',
      ...(group !== '' && { apiVersion: 'v1' }),
      groupVersion: apiVersionOf({ group, version }),
      resources: resources.flatMap((resource) => legacyResources(resource, storedAs(resource, served))),
    };
  },
};

const groupNames = (served: readonly ResourceInfo[]) => [...new Set(served.map(({ group }) => group))];
/** The one that is preferred stands first: what is stable before what is not, then the higher number. */
const versionsOf = (group: string, served: readonly ResourceInfo[]): readonly string[] =>
  [...new Set(served.filter((resource) => resource.group === group).map(({ version }) => version))].sort(byMaturity);

const STAGES = ['alpha', 'beta', ''];

function byMaturity(one: string, other: string): number {
  const [a, b] = [rankOf(one), rankOf(other)];
  if (a && b) return b.stage - a.stage || b.major - a.major || b.minor - a.minor;
  return a ? -1 : b ? 1 : one < other ? -1 : 1;
}

/** `v2beta1`; undefined for a name that says nothing. */
function rankOf(version: string): { readonly stage: number; readonly major: number; readonly minor: number } | undefined {
  const [whole, major, stage = '', minor = '0'] = /^v([1-9]\d*)(?:(alpha|beta)([1-9]\d*))?$/.exec(version) ?? [];
  return whole === undefined ? undefined : { stage: STAGES.indexOf(stage), major: Number(major), minor: Number(minor) };
}
const inVersion = (group: string, version: string, served: readonly ResourceInfo[]) =>
  served.filter((resource) => resource.group === group && resource.version === version).toSorted((a, b) => (a.plural < b.plural ? -1 : 1));

function apiGroup(name: string, served: readonly ResourceInfo[]): JsonObject {
  const versions = versionsOf(name, served).map((version) => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions, ...(versions[0] && { preferredVersion: versions[0] }) };
}

/** A resource that answers with kinds of its own group says so by empty names; a foreign kind is named in full. */
function aggregatedResource(resource: ResourceInfo): JsonObject {
  const responseKind = ({ group, version, kind }: ResourceInfo | SubresourceInfo) =>
    group === resource.group && version === resource.version ? { group: '', version: '', kind } : { group, version, kind };
  return {
    resource: resource.plural,
    responseKind: responseKind(resource),
    scope: resource.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: resource.singular,
    verbs: resource.verbs,
    ...(resource.shortNames.length > 0 && { shortNames: resource.shortNames }),
    ...(resource.categories.length > 0 && { categories: resource.categories }),
    ...(resource.subresources.length > 0 && {
      subresources: resource.subresources.map((sub) => ({ subresource: sub.name, responseKind: responseKind(sub), verbs: sub.verbs })),
    }),
  };
}

/** The older form lists a subresource as a resource of its own, `pods/log`. */
function legacyResources(resource: ResourceInfo, stored: ResourceInfo): JsonObject[] {
  const { plural, singular, namespaced, kind, verbs, shortNames, categories } = resource;
  const own = {
    name: plural,
    singularName: singular,
    namespaced,
    kind,
    verbs,
    ...(shortNames.length > 0 && { shortNames }),
    ...(categories.length > 0 && { categories }),
    ...(verbs.includes('delete') && { storageVersionHash: storageVersionHash(stored) }),
  };
  return [
    own,
    ...resource.subresources.map((sub) => ({
      name: `${plural}/${sub.name}`,
      singularName: '',
      namespaced,
      ...((sub.group !== resource.group || sub.version !== resource.version) && { group: sub.group, version: sub.version }),
      kind: sub.kind,
      verbs: sub.verbs,
    })),
  ];
}

/** A kind of several versions is stored in the preferred one; Events of either name as those of the core group. */
const storedAs = (resource: ResourceInfo, served: readonly ResourceInfo[]): ResourceInfo =>
  served.find((other) => groupResourceOf(other) === collectionOf(resource)) ?? resource;

/** Tells clients when the form changes in which a kind is stored, and which resources are the same objects. */
const storageVersionHash = ({ group, version, kind }: ResourceInfo): string =>
  createHash('sha256').update(`${group}/${version}/${kind}`).digest().subarray(0, 8).toString('base64');
