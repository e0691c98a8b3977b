import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import { Construct } from 'constructs';
import { KindError } from '../kinds/kind-error.ts';
import type { Kind } from '../kinds/kind-resource.ts';
import type { Applied } from '../kube/objects/applied.ts';
import type { KubeObject } from '../kube/objects/resource.ts';

/** The CustomResourceDefinition of a kind, in a chart. With several versions it says who converts them: `conversionOf(place)`. */
export class KindDefinition extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { definition }: Pick<Kind<KubeObject>, 'definition'>,
    conversion?: Parameters<Kind<KubeObject>['definition']>[0],
  ) {
    super(scope, id);
    const { metadata = {}, spec } = definition(conversion);
    const named = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: metadata.name } };
    new ApiObject(this, 'definition', { ...named, spec });
  }
}

type WithSpec = KubeObject & { readonly spec?: unknown };

export interface OwnKindProps<T extends WithSpec> {
  readonly metadata?: ApiObjectMetadata;
  readonly spec: Applied<T['spec']>;
}

/** An object of a kind, in a chart. Synth says what is wrong with it, all at once. */
export class OwnKind<T extends WithSpec> extends Construct {
  readonly object: ApiObject;

  constructor(scope: Construct, id: string, { group, version, kind, parse }: Kind<T>, { metadata, spec }: OwnKindProps<T>) {
    super(scope, id);
    this.node.addValidation({ validate: () => problemsOf(() => parse({ spec })) });
    this.object = new ApiObject(this, 'object', { apiVersion: `${group}/${version}`, kind, metadata, spec });
  }
}

function problemsOf(parse: () => unknown): string[] {
  try {
    parse();
    return [];
  } catch (error) {
    if (error instanceof KindError) return [...error.problems];
    throw error;
  }
}
