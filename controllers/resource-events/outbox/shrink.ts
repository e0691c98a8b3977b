import type { ResourceChange, StateText } from '../../../events/resource-change.ts';
import { decodeState, encodeState } from '../change/state-text.ts';

/**
 * What is left of a change that was too large: it goes without what was there before, then with metadata alone. Undefined where
 * nothing more can be left out.
 */
export function shrink(change: ResourceChange): ResourceChange | undefined {
  const { then, now } = change;
  if (then !== undefined) return { ...change, then: undefined, shrunk: true };
  const metadata = now === undefined ? undefined : metadataOf(now);
  return metadata === undefined ? undefined : { ...change, now: metadata, shrunk: true };
}

/** Undefined where there is no more than that. */
function metadataOf(state: StateText): StateText | undefined {
  const { apiVersion, kind, metadata } = decodeState(state);
  const encoded = encodeState({ apiVersion, kind, metadata });
  return encoded.length < state.length ? encoded : undefined;
}
