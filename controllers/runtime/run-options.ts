import type { Client } from '../../kube/client/client.ts';
import type { Controller } from './definition.ts';
import type { CandidacyOptions } from './election/candidacy.ts';
import type { FlagTable, Settings } from './flags/flags.ts';
import type { RightsCheck } from './rights/rights-check.ts';
import type { TermOptions } from './serve-term.ts';
import type { RuntimeMetrics } from './tell/metrics.ts';

/** All that a controller is run with. */
export interface RunOptions<Table extends FlagTable> extends CandidacyOptions, Pick<TermOptions, 'resyncMs' | 'drainMs'> {
  readonly controller: Controller<Table, string, unknown>;
  readonly settings: Settings<Table>;
  /** What the controller has opened before. */
  readonly prepared?: unknown;
  readonly client: Client;
  readonly workers: number;
  readonly deadlineMs: number;
  /** How long it counts as ready without a word from the API server. */
  readonly staleMs: number;
  /** Absent: nobody asks which rights this account has. */
  readonly rights?: RightsCheck;
  readonly metrics: RuntimeMetrics;
  readonly wall: () => number;
}
