import type { Client } from '../../../kube/client/client.ts';
import type { Outcome } from '../../runtime/queue/outcome.ts';
import type { WorkloadKey } from '../seen/reload-key.ts';
import type { Workload, WorkloadKind } from '../seen/workload.ts';
import type { Plan } from './decide.ts';

/** A workload, and what was decided for it. */
export interface Work {
  readonly key: WorkloadKey;
  readonly kind: WorkloadKind;
  readonly workload: Workload;
  readonly plan: Exclude<Plan, { do: 'nothing' }>;
}

/** What becomes of what was decided: it is carried out, handed on, or only told. */
export type Perform = (work: Work, client: Client) => Promise<Outcome>;
