import type { Client } from '../../../kube/client/client.ts';
import type { Outcome } from '../../runtime/work/outcome.ts';
import type { Plan } from './decide.ts';
import type { Workload, WorkloadKind } from '../seen/workload.ts';

/** A workload, and what was decided for it. */
export interface Work {
  readonly key: string;
  readonly kind: WorkloadKind;
  readonly workload: Workload;
  readonly plan: Exclude<Plan, { do: 'nothing' }>;
}

/** What becomes of what was decided: it is carried out, or only told. */
export interface Performer {
  /** How a workload is taken: as it is, or as it would be by now. */
  take(key: string, workload: Workload): Workload;
  perform(work: Work, client: Client): Promise<Outcome>;
  /** The next step for a Job that is being made anew. */
  goOn(client: Client, kept: Workload, present: Workload | undefined): Promise<Outcome>;
}
