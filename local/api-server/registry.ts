import type { StoredObject } from './contracts/kube-object.ts';
import { apiVersionOf, groupResourceOf, type ResourceInfo } from './contracts/resource-info.ts';
import type { SchemaSource, ServedResource } from './contracts/schema-source.ts';

/** What is served at this moment: the built-in resources, and those that definitions add. */
export interface Registry {
  readonly builtIn: SchemaSource;
  find(group: string, version: string, plural: string): ServedResource | undefined;
  /** A resource of this kind, in any version unless one is given. */
  ofKind(group: string, kind: string, version?: string): ServedResource | undefined;
  /** What a definition adds, by `group/version` and kind. */
  defined(apiVersion: string, kind: string): ServedResource | undefined;
  /** One resource for each collection. */
  stored(): readonly ServedResource[];
  served(): readonly ServedResource[];
  resources(): readonly ResourceInfo[];
  /** Replaces what the definition of that name adds; nothing removes it. */
  define(definition: string, resources: readonly ServedResource[]): void;
}

const keyOf = (group: string, version: string, plural: string) => `${group}/${version}/${plural}`;

/** `more` is served as well, and is in no schema of Kubernetes' own. */
export function createRegistry(builtIn: SchemaSource, more: readonly ServedResource[] = []): Registry {
  const added = new Map<string, readonly ServedResource[]>();
  let byKind = new Map<string, ServedResource>();
  let all: readonly ServedResource[] = [];
  let byPath = new Map<string, ServedResource>();
  let infos: readonly ResourceInfo[] = [];
  const refresh = () => {
    all = [...builtIn.resources, ...more, ...[...added.values()].flat()];
    byPath = new Map(all.map((served) => [keyOf(served.resource.group, served.resource.version, served.resource.plural), served]));
    byKind = new Map([...added.values()].flat().map((served) => [`${apiVersionOf(served.resource)} ${served.resource.kind}`, served]));
    infos = all.map(({ resource }) => resource);
  };
  refresh();
  return {
    builtIn,
    find: (group, version, plural) => byPath.get(keyOf(group, version, plural)),
    ofKind: (group, kind, version) =>
      all.find(
        ({ resource }) =>
          resource.kind === kind &&
          resource.group === group &&
          (version === undefined || resource.version === version) &&
          resource.verbs.includes('get'),
      ),
    defined: (apiVersion, kind) => byKind.get(`${apiVersion} ${kind}`),
    stored: () => [
      ...new Map(
        all.filter(({ resource }) => resource.verbs.includes('get')).map((served) => [collectionOf(served.resource), served]),
      ).values(),
    ],
    served: () => all,
    resources: () => infos,
    define(definition, resources) {
      if (resources.length === 0) added.delete(definition);
      else added.set(definition, resources);
      refresh();
    },
  };
}

/** Where the objects of a resource are kept. Events have two names and one place. */
export function collectionOf(resource: { readonly group: string; readonly plural: string }): string {
  const name = groupResourceOf(resource);
  return name === 'events.events.k8s.io' ? 'events' : name;
}

const converted = new WeakMap<StoredObject, Map<string, StoredObject>>();

/** The object as a client of this version sees it: `conversions` know how it becomes that. */
export function inVersion(object: StoredObject, resource: ResourceInfo, conversions: Conversions): StoredObject {
  const apiVersion = apiVersionOf(resource);
  return object.apiVersion === apiVersion ? object : conversions.convert(object, apiVersion);
}

/** How objects become those of another version. */
export interface Conversions {
  /** Throws Unconverted where a webhook has to be asked first. */
  convert(object: StoredObject, apiVersion: string): StoredObject;
  /** Has a webhook convert objects, where one does; what is converted already is not asked about again. Throws a StatusError. */
  ask?(objects: readonly StoredObject[], apiVersion: string): Promise<void>;
  /** The same into all versions that are served: for who looks at a new object in a version of his own. */
  everywhere?(objects: readonly StoredObject[]): Promise<void>;
}

/** An object with what has changed of its metadata in another version of it: labels and annotations are the version's own. */
export const convertedLike = (shown: StoredObject, { metadata }: StoredObject): StoredObject => {
  const { labels, annotations } = shown.metadata;
  return { ...shown, metadata: { ...metadata, labels, annotations } };
};

/** Converts by these functions, and all else by its name. */
export const namedConversions = (byName: NamedConversions): Conversions => ({
  convert: (object, apiVersion) => renamed(object, apiVersion, byName),
});

function renamed(object: StoredObject, apiVersion: string, byName: NamedConversions): StoredObject {
  const versions = converted.get(object) ?? new Map<string, StoredObject>();
  const known = versions.get(apiVersion);
  if (known) return known;
  const made = byName[`${object.kind} ${object.apiVersion} ${apiVersion}`]?.(object) ?? { ...object, apiVersion };
  converted.set(object, versions.set(apiVersion, made));
  return made;
}

/** By `Kind from to`. */
type NamedConversions = Readonly<Record<string, (object: StoredObject) => StoredObject>>;
