import type { Client } from '../../kube/client/client.ts';
import type { KubeObject } from '../../kube/objects/resource.ts';
import type { AnyController } from './definition.ts';
import type { CandidacyOptions } from './election/candidacy.ts';
import type { FlagTable, Settings } from './flags/flags.ts';
import type { NeededRight } from './rights/needed-right.ts';
import type { RightsCheck } from './rights/rights-check.ts';
import type { TermOptions } from './serve-term.ts';
import type { RuntimeMetrics } from './tell/metrics.ts';
import type { WhyMemory, WhyOptions } from './why/why.ts';

/** A controller, and what it is run with. */
export interface ConfiguredController {
  readonly controller: AnyController;
  readonly settings: Settings<FlagTable>;
  /** What the controller has opened before. */
  readonly prepared?: unknown;
  /** Where it keeps what is its own. */
  readonly namespace?: string;
  /** Who records its Events. @default the program */
  readonly component?: string;
}

/** All that controllers are run with, in one process. */
export interface RunOptions extends CandidacyOptions, Pick<TermOptions, 'resyncMs' | 'drainMs'> {
  readonly members: readonly ConfiguredController[];
  /** What the process is called. */
  readonly program: string;
  readonly client: Client;
  readonly workers: number;
  readonly deadlineMs: number;
  /** How long it counts as ready without a word from the API server. */
  readonly staleMs: number;
  /** Looks after the rights that are needed. Absent: nobody asks which of them this account has. */
  readonly checkRights?: (needed: readonly NeededRight[]) => RightsCheck;
  readonly metrics: RuntimeMetrics;
  readonly wall: () => number;
  /** Absent: nobody asks why a key is looked at. */
  readonly why?: (options: Pick<WhyOptions, 'controller' | 'kept' | 'reasonsOf'>) => WhyMemory;
  /** Told of each turn of a key. */
  readonly onTurn?: (key: string) => void;
  /** Called once, some seconds after all that is followed is there. */
  readonly onRest?: () => void;
  /** What is done with an object before it is kept. */
  readonly keep?: <T extends KubeObject>(object: T) => T;
}
