import type { KubeObject } from '../../../kube/objects/resource.ts';
import type { ChangeReason } from '../queue/wake-reason.ts';
import type { TurnNote } from './turn-note.ts';

/** In which turn of this controller a change was written, of those of late. */
export interface Authors {
  /** The server answered a write. */
  wrote(turn: TurnNote, answer: KubeObject): void;
  /** An object with that uid was deleted. */
  deleted(turn: TurnNote, uid: string | undefined): void;
  /** Undefined: it was somebody else, or long ago. */
  of(reason: ChangeReason): TurnNote | undefined;
}

/** So many to twice as many are remembered. */
const MOST = 1_000;

export function createAuthors(): Authors {
  /** By version, and by uid. Two generations: to drop a whole one costs less than to find the oldest each time. */
  let [turns, older] = [new Map<string, TurnNote>(), new Map<string, TurnNote>()];
  const find = (what: string | undefined): TurnNote | undefined => (what === undefined ? undefined : (turns.get(what) ?? older.get(what)));
  const note = (turn: TurnNote, what: string | undefined): void => {
    if (what !== undefined) turns.set(what, turn);
    if (turns.size >= MOST) [turns, older] = [new Map(), turns];
  };
  return {
    wrote: (turn, { metadata }) => note(turn, metadata?.resourceVersion),
    deleted: note,
    of: ({ version, uid, leaves }) => find(version) ?? (leaves ? find(uid) : undefined),
  };
}
