import type { Json, JsonObject } from '../../../ground/json/json.ts';
import type { StoredObject } from './kube-object.ts';
import type { GroupVersionKind, ResourceInfo } from './resource-info.ts';

/** What is known of one field, or of a whole object: references are resolved (a getter, where a schema contains itself). */
export interface FieldSchema {
  readonly type?: 'array' | 'boolean' | 'integer' | 'number' | 'object' | 'string';
  /** `int32`, `int64`, `byte`, `date-time`, `int-or-string`, `quantity`. */
  readonly format?: string;
  /** The fields that have a name here. */
  readonly fields?: Readonly<Record<string, FieldSchema>>;
  /** The schema of every value, where the names are free (a map). */
  readonly values?: FieldSchema;
  readonly items?: FieldSchema;
  readonly required?: readonly string[];
  readonly default?: Json;
  /** Fields without a schema are kept. */
  readonly preservesUnknown?: boolean;
  /** Server-side apply: who owns a list as a whole, or each of its items. */
  readonly listType?: 'atomic' | 'map' | 'set';
  readonly listMapKeys?: readonly string[];
  readonly mapType?: 'atomic' | 'granular';
  /** Strategic merge patch. */
  readonly patchMergeKey?: string;
  readonly patchStrategy?: readonly ('merge' | 'replace' | 'retainKeys')[];
}

/** One kind: what its objects look like, and what the server does to them on the way in. All functions are pure. */
export interface KindSchema {
  readonly gvk: GroupVersionKind;
  readonly fields: FieldSchema;
  /** Strategic merge patch is for built-in kinds only: a custom one answers 415. */
  readonly custom: boolean;
  /**
   * The object without what its schema does not know; and a complaint for each field that went, as strict decoding words it:
   * `unknown field "spec.foo"`. Throws a StatusError (400) where a value has the wrong type.
   */
  prune(object: StoredObject): { readonly object: StoredObject; readonly complaints: readonly string[] };
  /** The object with every default filled in: needs a pruned object. */
  withDefaults(object: StoredObject): StoredObject;
}

/** A resource and its kind. Kinds without a resource (Status, DeleteOptions, Scale) are found by `SchemaSource.kind`. */
export interface ServedResource {
  readonly resource: ResourceInfo;
  readonly schema: KindSchema;
  /** A custom resource: its columns come from the definition. */
  readonly definition?: StoredObject;
  /** A webhook converts between its versions. */
  readonly conversion?: WebhookConversion;
  /** What it is kept as, where that is another of its versions: none if that one is not served. */
  readonly storage?: ServedResource;
}

/** How the versions of a custom resource become one another. */
export interface WebhookConversion {
  /** The version in which its objects are kept. */
  readonly storage: string;
  readonly clientConfig: JsonObject;
  /** `v1` or `v1beta1`: the first that the webhook takes of those that the server speaks. */
  readonly reviewVersion: string;
}

/** All that can be served: `schema/built-in.ts` exports `builtInSchemas(): SchemaSource`, loaded once, sharing its data. */
export interface SchemaSource {
  /** In the order of discovery. */
  readonly resources: readonly ServedResource[];
  kind(gvk: GroupVersionKind): KindSchema | undefined;
}

/** `schema/custom.ts` exports `customResourcesOf`: a resource for each served version of a definition that is sound. */
export type CustomResources = (definition: StoredObject) => readonly ServedResource[];

/** `schema/discovery.ts` exports `discovery: Discovery`: the documents, from whatever is served now. */
export interface DiscoveryDocuments {
  /** APIGroupDiscoveryList v2 for `/api` and `/apis`. */
  aggregated(root: 'api' | 'apis', served: readonly ResourceInfo[]): JsonObject;
  /** `/api`: APIVersions. `address` is what the client called us by. */
  coreVersions(address: string): JsonObject;
  /** `/apis`: APIGroupList. */
  groups(served: readonly ResourceInfo[]): JsonObject;
  /** `/apis/<group>`: APIGroup; undefined where nothing of it is served. */
  group(name: string, served: readonly ResourceInfo[]): JsonObject | undefined;
  /** `/api/v1`, `/apis/<group>/<version>`: APIResourceList. */
  resources(group: string, version: string, served: readonly ResourceInfo[]): JsonObject | undefined;
}

/** `schema/openapi.ts` exports `openApi: OpenApi`: OpenAPI v3. */
export interface OpenApi {
  /** `/openapi/v3`: each path with `?hash=`. */
  index(served: readonly ServedResource[]): JsonObject;
  /** `/openapi/v3/<path>`, path as the index names it: `api/v1`, `apis/apps/v1`. */
  document(path: string, served: readonly ServedResource[]): JsonObject | undefined;
}
