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

/** Reasons that came one after the other, as those of one turn. */
export interface MergedReasons extends TurnReasons {
  readonly first: WakeReason[];
  more: number;
}

export const mergedReasons = (first: WakeReason): MergedReasons => ({ first: [first], more: 0 });

export function mergeReason(reasons: MergedReasons, reason: WakeReason): void {
  if (reasons.first.length >= MOST_REASONS) reasons.more += 1;
  else if (!reasons.first.includes(reason)) reasons.first.push(reason);
}
