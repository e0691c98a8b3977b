import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';

export interface Validation {
  /** CEL; the request is refused where it is false. */
  readonly expression: string;
  readonly message: string;
}

export interface AdmissionPolicyProps {
  /** Of the policy and of its binding. */
  readonly name: string;
  /** Which namespaces it looks at. @default all */
  readonly namespaceSelector?: { readonly matchExpressions: readonly { readonly key: string; readonly operator: 'Exists' }[] };
  /** What it looks at: with its subresources, or one of these alone. @default pods */
  readonly resources?: readonly { readonly group: string; readonly plurals: readonly string[]; readonly subresource?: string }[];
  /** CEL: whose requests it looks at. */
  readonly who: { readonly name: string; readonly expression: string };
  /**
   * The objects that it is judged with, once with each: all of that kind in the namespace of what it looks at. Where there are none,
   * it is not judged. @default it is judged without any
   */
  readonly params?: { readonly apiVersion: string; readonly kind: string };
  readonly variables?: readonly { readonly name: string; readonly expression: string }[];
  readonly validations: readonly Validation[];
}

/** A ValidatingAdmissionPolicy on all that an account does to resources and their subresources. What it cannot judge, it refuses. */
export class AdmissionPolicy extends Construct {
  constructor(
    scope: Construct,
    id: string,
    {
      name,
      namespaceSelector,
      resources = [{ group: '', plurals: ['pods'] }],
      who,
      params,
      variables = [],
      validations,
    }: AdmissionPolicyProps,
  ) {
    super(scope, id);
    const apiVersion = 'admissionregistration.k8s.io/v1';
    new ApiObject(this, 'policy', {
      apiVersion,
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name },
      spec: {
        failurePolicy: 'Fail',
        ...(params === undefined ? {} : { paramKind: params }),
        matchConstraints: {
          namespaceSelector,
          resourceRules: resources.map(({ group, plurals, subresource }) => ({
            apiGroups: [group],
            apiVersions: ['*'],
            operations: ['CREATE', 'UPDATE', 'DELETE', 'CONNECT'],
            resources: plurals.flatMap((plural) => (subresource === undefined ? [plural, `${plural}/*`] : [`${plural}/${subresource}`])),
            scope: '*',
          })),
        },
        matchConditions: [who],
        variables,
        validations,
      },
    });
    new ApiObject(this, 'binding', {
      apiVersion,
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name },
      spec: {
        policyName: name,
        ...(params === undefined ? {} : { paramRef: { selector: {}, parameterNotFoundAction: 'Allow' } }),
        validationActions: ['Deny'],
      },
    });
  }
}
