import type { Construct } from 'constructs';
import { Controller, type ControllerProps } from './controller.ts';

/** The controller that writes the time on pods that ask for it. */
export class PodTimestamp extends Controller {
  constructor(scope: Construct, id: string, props: Pick<ControllerProps, 'namespace' | 'settings' | 'network'>) {
    super(scope, id, {
      ...props,
      name: 'pod-timestamp',
      args: ['pod-timestamp'],
      clusterRules: [
        { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch', 'patch'] },
        { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
      ],
    });
  }
}
