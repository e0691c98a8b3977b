import { inOrder, type Judge, type WantedRoll } from './decide/judge.ts';
import type { Work } from './decide/work.ts';
import { reloadKeys } from './seen/reload-key.ts';
import type { HeldRolls } from './tell/held-rolls.ts';

/** Between what is decided and what is done: where a roll waits until it may happen. */
export interface Gate {
  /** What is to be done now, or how long to wait before asking again: the workload is looked at anew then, and rolls once, for the newest. */
  ask(roll: WantedRoll): Work | { readonly afterMs: number };
  /** The workload is not to be rolled any more. */
  over(key: string): void;
}

export interface GateOptions {
  /** In this order. */
  readonly judges: readonly Judge[];
  readonly reports: HeldRolls;
  readonly wall: () => number;
}

export function createGate({ judges, reports, wall }: GateOptions): Gate {
  const judge = inOrder(judges);
  return {
    ask(roll) {
      const verdict = judge(roll, wall());
      if (verdict !== 'go') {
        reports.held(roll, verdict);
        return { afterMs: verdict.afterMs };
      }
      reports.over(reloadKeys.text(roll.key));
      return roll;
    },
    over: (key) => reports.over(key),
  };
}

/** Where nothing rolls, nothing is held. */
export const OPEN_GATE: Gate = { ask: (roll) => roll, over: () => {} };
