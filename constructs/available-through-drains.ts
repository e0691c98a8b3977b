import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { ManifestMeta } from './object-meta.ts';

export interface AvailableThroughDrainsProps {
  readonly metadata: ManifestMeta;
  readonly selector: Readonly<Record<string, string>>;
}

/**
 * A PodDisruptionBudget: one pod at a time, also where there is only one just now. A pod that is not ready may always go, or a
 * starving shop would block every drain.
 */
export class AvailableThroughDrains extends ApiObject {
  constructor(scope: Construct, id: string, { metadata, selector }: AvailableThroughDrainsProps) {
    super(scope, id, {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata,
      spec: { maxUnavailable: 1, selector: { matchLabels: selector }, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
    });
  }
}
