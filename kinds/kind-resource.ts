import type { KeyedList } from '../kube/objects/keyed-list.ts';
import type {
  ApiextensionsV1CustomResourceConversion,
  ApiextensionsV1CustomResourceDefinition,
  ApiextensionsV1CustomResourceDefinitionVersion,
} from '../kube/objects/kinds/apiextensions-v1.ts';
import type { MetaV1Condition } from '../kube/objects/kinds/meta-v1.ts';
import type { KubeObject, Resource } from '../kube/objects/resource.ts';
import type { DeclaredConversion } from '../webhooks/conversions.ts';

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

/** A version of a kind: which of them is stored, the newest says. */
export type KindVersion = Omit<ApiextensionsV1CustomResourceDefinitionVersion, 'storage'>;

/** A kind of one's own: a resource to follow and to write to, and the definition by which a server knows it. */
export interface Kind<T extends KubeObject, Namespaced extends boolean = boolean> extends Resource<T, Namespaced> {
  /**
   * The CustomResourceDefinition. With several versions it has to be told who converts them, as `conversionOf` of `civ8s/constructs`
   * says it: an API server that nobody converts for would drop what another version does not have. Throws a KindError without that.
   */
  definition(conversion?: ApiextensionsV1CustomResourceConversion): ApiextensionsV1CustomResourceDefinition;
  /** This version and those before it, the oldest first, as they stand in the definition. */
  readonly versions: readonly KindVersion[];
  /** How its versions become one another: for `webhooks: { convert: Website.conversions }`. */
  readonly conversions: readonly DeclaredConversion[];
  /** Reads an object of the kind: defaults are filled in, unknown fields left out. Throws a KindError with all that is wrong. */
  parse(object: unknown): T;
}

/** The objects of a resource: `Of<typeof Website>`. */
export type Of<R> = R extends Resource<infer T> ? T : never;
