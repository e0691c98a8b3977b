import type { Construct } from 'constructs';
import { DELETION_COST_ANNOTATION, GOODS_PREFIX, KINGDOM_LABEL, SIGN_KEYS_LIMIT, SIGN_VALUE_LIMIT, WORKER_PREFIX } from '../model/keys.ts';
import { AdmissionPolicy } from './admission-policy.ts';
import { annotationsOnly, annotationVariables, changesOnly, UNCHANGED } from './annotations-only.ts';
import { WORKER_ACCOUNT } from './worker-access.ts';

const SIGN = `(k.startsWith('${GOODS_PREFIX}') || k.startsWith('${WORKER_PREFIX}') || k == '${DELETION_COST_ANNOTATION}')`;
/** Each manager of fields has an entry for every key that it owns, so these are bounded as well. */
const MOST_MANAGERS = 16;
const managers = (object: 'object' | 'oldObject') => `size(${object}.metadata.?managedFields.orValue([]))`;
const keys = (variable: 'now' | 'before') => `size(variables.${variable}.filter(k, ${SIGN}))`;
const caller = (field: string) => `request.userInfo.extra[?'authentication.kubernetes.io/${field}'][0].orValue('')`;

/**
 * The policy for the workers of all kingdoms: RBAC lets them patch the pods of their namespace, and that alone would let
 * one swap the image of another, or its own. A worker is known by the pod that its token is bound to.
 */
export class OwnPodOnly extends AdmissionPolicy {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      name: 'civ-own-pod-only',
      namespaceSelector: { matchExpressions: [{ key: KINGDOM_LABEL, operator: 'Exists' }] },
      who: {
        name: 'only-workers',
        expression: `request.userInfo.username.startsWith('system:serviceaccount:') && request.userInfo.username.endsWith(':${WORKER_ACCOUNT}')`,
      },
      variables: [
        { name: 'podName', expression: caller('pod-name') },
        { name: 'podUID', expression: caller('pod-uid') },
        ...annotationVariables,
      ],
      validations: [
        changesOnly('workers may only patch the pod itself'),
        {
          expression: "variables.podName != '' && variables.podName == object.metadata.name && variables.podUID == object.metadata.uid",
          message: 'a worker may change only its own pod',
        },
        ...annotationsOnly('a worker', SIGN, `${GOODS_PREFIX} and ${WORKER_PREFIX} annotations, and its deletion cost`),
        {
          expression: `variables.now.all(k, ${UNCHANGED} || size(variables.now[k]) <= ${SIGN_VALUE_LIMIT})`,
          message: `a worker's annotation may have at most ${SIGN_VALUE_LIMIT} characters`,
        },
        {
          expression: `variables.now.all(k, k != '${DELETION_COST_ANNOTATION}' || ${UNCHANGED} || variables.now[k].matches('^(0|[1-9][0-9]{0,9})$'))`,
          message: "a worker's deletion cost must be a whole number",
        },
        // What is there already, somebody else may have put there: it holds no worker up.
        {
          expression: `${keys('now')} <= ${SIGN_KEYS_LIMIT} || ${keys('now')} <= ${keys('before')}`,
          message: `a worker may have at most ${SIGN_KEYS_LIMIT} annotations`,
        },
        {
          expression: `${managers('object')} <= ${MOST_MANAGERS} || ${managers('object')} <= ${managers('oldObject')}`,
          message: `a worker may bring its pod to at most ${MOST_MANAGERS} managers of fields`,
        },
        {
          expression: `${managers('object')} > 0 || ${managers('oldObject')} == 0`,
          message: 'a worker may not take away who manages which fields',
        },
      ],
    });
  }
}
