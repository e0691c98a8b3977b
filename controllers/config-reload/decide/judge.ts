import type { Plan } from './decide.ts';
import type { Work } from './work.ts';

/** A workload that is to be rolled. */
export interface WantedRoll extends Work {
  readonly plan: Extract<Plan, { do: 'roll' }>;
}

/** What may hold a roll, in the order in which it is asked. */
export const HELD_BY = ['hold', 'window', 'wave', 'unavailable', 'rate'] as const;
export type HeldBy = (typeof HELD_BY)[number];

/** Why a roll may not happen yet, and when to ask again. */
export interface Held {
  readonly held: HeldBy;
  /** A sentence for an Event: what it waits for, and how to go on without. */
  readonly why: string;
  readonly afterMs: number;
  /** The source on account of which it is held, where it is the same for all that share it: the Event is about that. */
  readonly source?: string;
  /** With the source: what it waits for. Those that wait for the same are in one line, and are asked again one by one. */
  readonly line?: string;
}

export type RollVerdict = 'go' | Held;

/** May it roll now? `now` is the time of day, in ms since 1970. */
export type Judge = (roll: WantedRoll, now: number) => RollVerdict;

/** The first judge that holds it decides: those after it are not asked. */
export const inOrder =
  (judges: readonly Judge[]): Judge =>
  (roll, now) => {
    for (const judge of judges) {
      const verdict = judge(roll, now);
      if (verdict !== 'go') return verdict;
    }
    return 'go';
  };
