import type { MetaV1ObjectMeta } from './kinds/meta-v1.ts';

export type ObjectMeta = MetaV1ObjectMeta;

/** What every object has. */
export interface KubeObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: ObjectMeta;
}

/** An object in a cluster: its kind is its resource's business. `namespace` is absent for what has none. */
export interface ObjectName {
  readonly namespace?: string | undefined;
  readonly name: string;
}

/** The same, where a namespace cannot be forgotten. One that is undefined is refused before anything is sent. */
export interface NamespacedName extends ObjectName {
  readonly namespace: string | undefined;
}

/** How an object of a resource is named. */
export type NameIn<Namespaced extends boolean> = [Namespaced] extends [true] ? NamespacedName : ObjectName;

declare const held: unique symbol;

/** A group, version and resource: what a URL and an `apiVersion` are made of, and the type of what is there. */
export interface Resource<T extends KubeObject, Namespaced extends boolean = boolean> {
  /** `''` is the core group. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: Namespaced;
  /** `metadata`: the server is asked for PartialObjectMetadata, which leaves out spec, status and data. */
  readonly representation: 'whole' | 'metadata';
  readonly [held]?: T;
}

export type Scope = 'namespaced' | 'cluster';

/** `resource<Widget>('example.com', 'v1', 'widgets', 'Widget')`. */
export function resource<T extends KubeObject>(
  group: string,
  version: string,
  plural: string,
  kind: string,
  scope?: 'namespaced',
): Resource<T, true>;
export function resource<T extends KubeObject>(
  group: string,
  version: string,
  plural: string,
  kind: string,
  scope: 'cluster',
): Resource<T, false>;
export function resource<T extends KubeObject>(group: string, version: string, plural: string, kind: string, scope?: Scope): Resource<T>;
export function resource<T extends KubeObject>(
  group: string,
  version: string,
  plural: string,
  kind: string,
  scope: Scope = 'namespaced',
): Resource<T> {
  return { group, version, plural, kind, namespaced: scope === 'namespaced', representation: 'whole' };
}

/** The same objects, with no more than their metadata: lists, watches and answers carry nothing else. */
export function metadataOf<T extends KubeObject, Namespaced extends boolean>(
  whole: Resource<T, Namespaced>,
): Resource<KubeObject, Namespaced> {
  const { group, version, plural, kind, namespaced } = whole;
  return { group, version, plural, kind, namespaced, representation: 'metadata' };
}

export const apiVersionOf = ({ group, version }: Resource<KubeObject>): string => (group === '' ? version : `${group}/${version}`);

/** `pods`, `deployments.apps`: how kubectl and messages name a resource. */
export const resourceTitle = ({ group, plural }: Resource<KubeObject>): string => (group === '' ? plural : `${plural}.${group}`);

/** `namespace/name`, or `name` for what has no namespace: the key of an object in a store and in a queue. */
export const keyOf = (object: KubeObject): string => keyOfName(nameOf(object));

export const keyOfName = ({ namespace, name }: ObjectName): string =>
  namespace === undefined || namespace === '' ? name : `${namespace}/${name}`;

export const nameOf = ({ metadata }: KubeObject): NamespacedName => ({ namespace: metadata?.namespace, name: metadata?.name ?? '' });

/** The name that a key stands for: what `keyOf` made. */
export function nameOfKey(key: string): NamespacedName {
  const slash = key.indexOf('/');
  return slash < 0 ? { namespace: undefined, name: key } : { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}
