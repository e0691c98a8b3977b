import type { Construct } from 'constructs';
import { AdmissionPolicy } from './admission-policy.ts';
import { Controller, type ControllerProps } from './controller.ts';
import { scalesInRange, scalesOnly } from './scales-only.ts';

const NAME = 'demand';

export interface DemandProps extends Pick<ControllerProps, 'namespace' | 'settings' | 'network'> {
  /** More flags of `civ controller demand`. @default none */
  readonly args?: readonly string[];
}

/** The controller that gives shops with a range the workers that the whole chain needs; a policy holds it to their ranges. */
export class Demand extends Controller {
  constructor(scope: Construct, id: string, { args = [], ...props }: DemandProps) {
    super(scope, id, {
      ...props,
      name: NAME,
      args: [NAME, ...args],
      clusterRules: [
        { apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'list', 'watch'] },
        { apiGroups: [''], resources: ['configmaps', 'pods'], verbs: ['get', 'list', 'watch'] },
        { apiGroups: ['apps'], resources: ['deployments/scale'], verbs: ['get', 'patch'] },
        { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
      ],
    });
    const account = `system:serviceaccount:${props.namespace}:${NAME}`;
    new AdmissionPolicy(this, 'scales-only', scalesOnly(account));
    new AdmissionPolicy(this, 'scales-in-range', scalesInRange(account));
  }
}
