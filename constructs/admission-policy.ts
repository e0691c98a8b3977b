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
  /** CEL: whose requests it looks at. */
  readonly who: { readonly name: string; readonly expression: string };
  readonly variables?: readonly { readonly name: string; readonly expression: string }[];
  readonly validations: readonly Validation[];
}

/** A ValidatingAdmissionPolicy on all that an account does to pods and their subresources. What it cannot judge, it refuses. */
export class AdmissionPolicy extends Construct {
  constructor(scope: Construct, id: string, { name, namespaceSelector, who, variables = [], validations }: AdmissionPolicyProps) {
    super(scope, id);
    const apiVersion = 'admissionregistration.k8s.io/v1';
    new ApiObject(this, 'policy', {
      apiVersion,
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name },
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: {
          namespaceSelector,
          resourceRules: [{ apiGroups: [''], apiVersions: ['*'], operations: ['CREATE', 'UPDATE', 'DELETE', 'CONNECT'], resources: ['pods', 'pods/*'], scope: '*' }],
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
      spec: { policyName: name, validationActions: ['Deny'] },
    });
  }
}
