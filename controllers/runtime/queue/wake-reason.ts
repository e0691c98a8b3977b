/** Why a key is to be looked at: a change of what is followed, or a text for people. */
export type WakeReason = string | ChangeReason;

/** An object that changed. Whose write that was is found out when somebody asks: an event may be faster than the answer. */
export interface ChangeReason {
  /** `websites.example.com` */
  readonly resource: string;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly uid: string | undefined;
  readonly version: string | undefined;
  /** What happened to it: `spec.html`, `added`, `deleted`. */
  readonly what: string;
  /** It is gone, or going. */
  readonly leaves: boolean;
}

/** Why a turn was had: all reasons since the one before, but for those beyond the first few, which are counted. */
export interface TurnReasons {
  readonly first: readonly WakeReason[];
  readonly more: number;
}

const MOST_REASONS = 8;

/** Reasons that came one after the other: most turns have one, and that one is kept as it is. */
export type HeldReasons = WakeReason | MergedReasons;

interface MergedReasons extends TurnReasons {
  readonly first: WakeReason[];
  more: number;
}

const isMerged = (held: HeldReasons): held is MergedReasons => typeof held === 'object' && 'first' in held;

/** One more. What was held before is to be used no more. */
export function withReason(held: HeldReasons | undefined, reason: WakeReason): HeldReasons {
  if (held === undefined || held === reason) return reason;
  const merged = isMerged(held) ? held : { first: [held], more: 0 };
  if (merged.first.length >= MOST_REASONS) merged.more += 1;
  else if (!merged.first.includes(reason)) merged.first.push(reason);
  return merged;
}

/** The same, to be held by another turn as well. */
export const copiedReasons = (held: HeldReasons | undefined): HeldReasons | undefined =>
  held === undefined || !isMerged(held) ? held : { ...held, first: [...held.first] };

const NONE: TurnReasons = { first: [], more: 0 };

export const reasonsIn = (held: HeldReasons | undefined): TurnReasons =>
  held === undefined ? NONE : isMerged(held) ? held : { first: [held], more: 0 };
