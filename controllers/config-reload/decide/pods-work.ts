import type { Client } from '../../../kube/client/client.ts';
import type { Outcome } from '../../runtime/queue/outcome.ts';
import type { SourceKey } from '../seen/reload-key.ts';
import type { PodsPlan } from './replace-pods-step.ts';

/** A source that has pods replaced, and what was decided for them. */
export interface PodsWork {
  readonly source: SourceKey;
  readonly selector: string;
  readonly plan: Exclude<PodsPlan, { do: 'nothing' }>;
}

/** What becomes of what was decided: pods are replaced, or it is only told. */
export type PerformPods = (work: PodsWork, client: Client) => Promise<Outcome>;
