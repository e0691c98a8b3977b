import type { Meddle } from './tap.ts';
import type { FaultStage } from './stage.ts';

/** One way for things to go wrong in a story. */
export interface FaultPlan {
  /** It is the same in each run, and `only` runs it alone. */
  readonly name: string;
  /** `end`: what came between was never seen, so that only the end has to be as ever. */
  readonly judged: 'all' | 'end';
  /** Called when all is arranged, before the first process runs. */
  readonly enter: (stage: FaultStage) => Interference;
}

/** What a plan does while the story goes on. Steps are counted from 0. */
export interface Interference {
  readonly meddle?: Meddle;
  /** Before a step is taken; all is at rest. */
  before?(step: number): Promise<void>;
  /** May this step turn out not to be possible? */
  mayFail?(step: number): boolean;
  /** A step was taken; what follows from it may have begun. */
  after?(step: number): Promise<void>;
  /** What follows from a step is done. */
  settled?(step: number): Promise<void>;
  /** Has what was to go wrong gone wrong? */
  struck(): boolean;
}
