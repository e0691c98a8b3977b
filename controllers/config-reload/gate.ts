import type { HoldSaid } from './decide/brake.ts';
import { inOrder, type Judge, type RollVerdict, type WantedRoll } from './decide/judge.ts';
import { BUSY, type RollRates } from './decide/roll-rates.ts';
import type { WaitingLines } from './decide/waiting-lines.ts';
import type { Work } from './decide/work.ts';
import type { FollowedSharers } from './follow/followed-sharers.ts';
import { sourceKey } from './seen/elsewhere.ts';
import type { WorkloadKey } from './seen/reload-key.ts';
import type { HeldRolls } from './tell/held-rolls.ts';

/** Between what is decided and what is done: where a roll waits until it may happen. */
export interface Gate {
  /** What is to be done now, or how long to wait before asking again: the workload is looked at anew then, and rolls once, for the newest. */
  ask(roll: WantedRoll): Work | { readonly afterMs: number };
  /** What was let go is done, or has failed. */
  done(key: WorkloadKey): void;
  /** The workload is not to be rolled any more. */
  over(key: WorkloadKey): void;
}

export interface GateOptions {
  readonly said: (roll: WantedRoll) => HoldSaid;
  /** In this order; not asked where somebody has released the roll. */
  readonly judges: readonly Judge[];
  readonly rates: RollRates;
  readonly sharers: Pick<FollowedSharers, 'rolling' | 'forget'>;
  /** Of those that wait for others. */
  readonly lines: WaitingLines;
  /** Of those that only wait for their turn. */
  readonly turns: WaitingLines;
  readonly reports: Pick<HeldRolls, 'held' | 'skipped' | 'over'>;
  readonly wall: () => number;
}

export function createGate({ said, judges, rates, sharers, lines, turns, reports, wall }: GateOptions): Gate {
  const inTurn = inOrder([rates.busy, ...judges, rates.judge]);
  const released = inOrder([rates.busy, rates.judge]);
  const over = (key: WorkloadKey): void => {
    rates.forget(key);
    sharers.forget(key);
    lines.asked(key, undefined);
    turns.asked(key, undefined);
    reports.over(key);
  };
  return {
    ask(roll) {
      const { hold } = said(roll);
      if (hold === 'skip') {
        over(roll.key);
        reports.skipped(roll);
        return { ...roll, plan: { do: 'record', record: roll.plan.record, when: 'debounced' } };
      }
      const verdict = (hold === 'release' ? released : inTurn)(roll, wall());
      if (verdict === 'go') sharers.rolling(roll, wall());
      lines.asked(roll.key, placeOf(roll, verdict));
      turns.asked(roll.key, verdict === 'go' ? 'passed' : verdict.line === BUSY ? TURN : undefined);
      if (verdict === 'go') {
        reports.over(roll.key);
        return roll;
      }
      if (verdict.held !== 'rate') rates.forget(roll.key);
      reports.held(roll, verdict);
      return { afterMs: verdict.afterMs };
    },
    done(key) {
      rates.done(key);
      turns.moved(TURN.source);
    },
    over,
  };
}

const TURN = { source: '', line: BUSY };

function placeOf({ workload }: WantedRoll, verdict: RollVerdict): Parameters<WaitingLines['asked']>[1] {
  if (verdict === 'go') return 'passed';
  if (verdict.held === 'rate') return 'not yet';
  const { source, line } = verdict;
  return source === undefined || line === undefined ? undefined : { source: sourceKey(source, workload.metadata?.namespace ?? ''), line };
}

/** Where nothing rolls, nothing is held. */
export const OPEN_GATE: Gate = { ask: (roll) => roll, done: () => {}, over: () => {} };
