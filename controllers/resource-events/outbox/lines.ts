import { isMergeable, type KeyQueue } from './key-queue.ts';

/** Whose turn it is. */
export interface Lines {
  /** Puts a queue where it belongs, after anything in it has changed. Where it stays in its line, it keeps its place there. */
  arrange(queue: KeyQueue): void;
  /** Those that wait for their turn: what happened just now goes before what was listed. */
  inTurn(): Iterable<KeyQueue>;
  readonly isAnyone: boolean;
  /** One that has changes which can be merged. */
  readonly mergeable: KeyQueue | undefined;
}

export function createLines(): Lines {
  const live = new Set<KeyQueue>();
  const listed = new Set<KeyQueue>();
  const mergeable = new Set<KeyQueue>();
  return {
    arrange(queue) {
      if (isMergeable(queue)) mergeable.add(queue);
      else mergeable.delete(queue);
      const waits = queue.place === 'in line' && queue.changes.length > 0;
      const line = waits ? (queue.live ? live : listed) : undefined;
      for (const other of [live, listed]) if (other !== line) other.delete(queue);
      line?.add(queue);
    },
    *inTurn() {
      yield* live;
      yield* listed;
    },
    get isAnyone() {
      return live.size + listed.size > 0;
    },
    get mergeable() {
      return mergeable.values().next().value;
    },
  };
}
