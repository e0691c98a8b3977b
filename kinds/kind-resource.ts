import type { KeyedList } from '../kube/objects/keyed-list.ts';
import type { ApiextensionsV1CustomResourceDefinition } from '../kube/objects/kinds/apiextensions-v1.ts';
import type { MetaV1Condition } from '../kube/objects/kinds/meta-v1.ts';
import type { KubeObject, Resource } from '../kube/objects/resource.ts';

/** A condition of one of these types. */
export interface KindCondition<Name extends string> extends MetaV1Condition {
  readonly type: Name;
}

/** An object of a kind, as the server answers it. */
export interface KindObject<Spec, Status, Name extends string> extends KubeObject {
  readonly spec: Spec;
  readonly status?: Status & {
    readonly observedGeneration?: number;
    readonly conditions?: KeyedList<KindCondition<Name>, 'type'>;
  };
}

/** A kind of one's own: a resource to follow and to write to, and the definition by which a server knows it. */
export interface Kind<T extends KubeObject, Namespaced extends boolean = boolean> extends Resource<T, Namespaced> {
  /** The CustomResourceDefinition. */
  definition(): ApiextensionsV1CustomResourceDefinition;
  /** Reads an object of the kind: defaults are filled in, unknown fields left out. Throws a KindError with all that is wrong. */
  parse(object: unknown): T;
}

/** The objects of a resource: `Of<typeof Website>`. */
export type Of<R> = R extends Resource<infer T> ? T : never;
