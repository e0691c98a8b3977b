import type { Construct } from 'constructs';
import { AdmissionPolicy } from './admission-policy.ts';
import { annotationsOnly, annotationVariables, changesOnly } from './annotations-only.ts';
import { Controller, type ControllerProps } from './controller.ts';

const NAME = 'pod-timestamp';
/** The annotation that it writes. */
const STAMP = 'timestamp';

/** The controller that writes the time on pods that ask for it, anywhere in the cluster; a policy holds it to that. */
export class PodTimestamp extends Controller {
  constructor(scope: Construct, id: string, props: Pick<ControllerProps, 'namespace' | 'settings' | 'network'>) {
    super(scope, id, {
      ...props,
      name: NAME,
      args: [NAME],
      clusterRules: [
        { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch', 'patch'] },
        { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
      ],
    });
    // To patch any pod is to swap any image: the rights alone would make this account the strongest of the cluster.
    new AdmissionPolicy(this, 'stamps-only', {
      name: 'civ-stamps-only',
      who: { name: `only-${NAME}`, expression: `request.userInfo.username == 'system:serviceaccount:${props.namespace}:${NAME}'` },
      variables: annotationVariables,
      validations: [
        changesOnly(`${NAME} may only patch the pod itself`),
        ...annotationsOnly(NAME, `k == '${STAMP}'`, `the annotation ${STAMP}`),
      ],
    });
  }
}
