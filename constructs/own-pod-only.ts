import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { GOODS_PREFIX, KINGDOM_LABEL, SIGN_VALUE_LIMIT, WORKER_PREFIX } from '../model/keys.ts';
import { WORKER_ACCOUNT } from './worker-access.ts';

const POLICY = 'civ-own-pod-only';
const SIGN = `(k.startsWith('${GOODS_PREFIX}') || k.startsWith('${WORKER_PREFIX}'))`;
const UNCHANGED = '(k in variables.before && variables.before[k] == variables.now[k])';
const annotationsOf = (object: 'object' | 'oldObject') => `${object}.metadata.?annotations.orValue({})`;
const unchanged = (field: string, empty: string) => `object.metadata.?${field}.orValue(${empty}) == oldObject.metadata.?${field}.orValue(${empty})`;
const caller = (field: string) => `request.userInfo.extra[?'authentication.kubernetes.io/${field}'][0].orValue('')`;

/**
 * A ValidatingAdmissionPolicy for the workers of all kingdoms: RBAC lets them patch the pods of their namespace, and
 * that alone would let one swap the image of another, or its own. A worker is known by the pod that its token is bound to.
 */
export class OwnPodOnly extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new ApiObject(this, 'policy', {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name: POLICY },
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: {
          namespaceSelector: { matchExpressions: [{ key: KINGDOM_LABEL, operator: 'Exists' }] },
          resourceRules: [{ apiGroups: [''], apiVersions: ['*'], operations: ['CREATE', 'UPDATE', 'DELETE', 'CONNECT'], resources: ['pods', 'pods/*'] }],
        },
        matchConditions: [
          {
            name: 'only-workers',
            expression: `request.userInfo.username.startsWith('system:serviceaccount:') && request.userInfo.username.endsWith(':${WORKER_ACCOUNT}')`,
          },
        ],
        variables: [
          { name: 'podName', expression: caller('pod-name') },
          { name: 'podUID', expression: caller('pod-uid') },
          { name: 'now', expression: annotationsOf('object') },
          { name: 'before', expression: annotationsOf('oldObject') },
        ],
        validations,
      },
    });
    new ApiObject(this, 'binding', {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name: POLICY },
      spec: { policyName: POLICY, validationActions: ['Deny'] },
    });
  }
}

const validations = [
  {
    expression: "request.operation == 'UPDATE' && request.?subResource.orValue('') == ''",
    message: 'workers may only patch the pod itself',
  },
  {
    expression: "variables.podName != '' && variables.podName == object.metadata.name && variables.podUID == object.metadata.uid",
    message: 'a worker may change only its own pod',
  },
  {
    expression: ['object.spec == oldObject.spec', unchanged('labels', '{}'), unchanged('ownerReferences', '[]'), unchanged('finalizers', '[]')].join(' && '),
    message: 'a worker may change only annotations',
  },
  {
    expression: [
      `variables.now.all(k, ${SIGN} || ${UNCHANGED})`,
      `variables.before.all(k, ${SIGN} || k in variables.now)`,
    ].join(' && '),
    message: `a worker may change only ${GOODS_PREFIX} and ${WORKER_PREFIX} annotations`,
  },
  {
    expression: `variables.now.all(k, ${UNCHANGED} || size(variables.now[k]) <= ${SIGN_VALUE_LIMIT})`,
    message: `a worker's annotation may have at most ${SIGN_VALUE_LIMIT} characters`,
  },
];
