import type { Log } from '../tell/log.ts';
import type { TurnReasons, ChangeReason } from '../queue/wake-reason.ts';
import type { Authors } from './authors.ts';
import { titleOf } from './say-reasons.ts';
import type { TurnNote } from './turn-note.ts';

/**
 * Tells of keys that wake themselves, or each other: each turn writes something, the store shows it, and that is the reason of the next.
 * A turn that anything else had a part in ends the chain.
 */
export interface SelfWaking {
  /** What the reasons of a turn say about those before it. Asked twice: at its end all answers to the others' writes are here. */
  follow(turn: TurnNote, reasons: TurnReasons): void;
}

const MOST_TURNS = 20;
const WITHIN_MS = 60_000;
const TOLD_AGAIN_MS = 3_600_000;
const MOST_TOLD = 1_000;

export function createSelfWaking(authors: Authors, wall: () => number, log: Log): SelfWaking {
  const told = new Map<string, number>();

  /** The turn whose write is the reason that has the shortest way from somebody else's. */
  const before = ({ first }: TurnReasons): { readonly turn: TurnNote; readonly reason: ChangeReason } | undefined => {
    let found: { readonly turn: TurnNote; readonly reason: ChangeReason } | undefined;
    for (const reason of first) {
      const turn = typeof reason === 'string' ? undefined : authors.of(reason);
      if (turn === undefined || typeof reason === 'string') return undefined;
      if (found === undefined || turn.depth < found.turn.depth) found = { turn, reason };
    }
    return found;
  };
  const tell = (key: string, other: string, wrote: string): void => {
    const now = wall();
    if (now - (told.get(key) ?? -Infinity) < TOLD_AGAIN_MS) return;
    if (told.size >= MOST_TOLD) told.clear();
    told.set(key, now);
    if (key === other)
      log.warn({ key, wrote }, 'this key wakes itself: each turn writes something that differs from what the turn before wrote');
    else log.warn({ key, other, wrote }, 'these keys wake each other: each turn of one writes something that the other is woken by');
  };
  return {
    follow(turn, reasons) {
      const found = turn.depth > 0 ? undefined : before(reasons);
      if (found === undefined) return;
      const { key, depth, since } = found.turn;
      const isLate = wall() - since > WITHIN_MS;
      if (depth + 1 < MOST_TURNS) [turn.depth, turn.since] = [depth + 1, since];
      else if (!isLate) tell(turn.key, key, titleOf(found.reason));
    },
  };
}
