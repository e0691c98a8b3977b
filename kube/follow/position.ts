import { ApiError } from '../errors/api-error.ts';

/** Where a reflector stands, and so what it asks for next. */
export type Position =
  /** It knows a version: what came after it is enough. */
  | { readonly at: 'version'; readonly version: string }
  /** It needs everything. `notOlderThan`: what it knew is too old to go on from, and yet must not be gone behind. */
  | { readonly at: 'start'; readonly notOlderThan?: string };

export const START: Position = { at: 'start' };

/**
 * Where an error leaves a reflector; `at once` where what it would do next is not what has just failed, so that waiting
 * would help nobody. What does not concern versions changes nothing: a refused or broken watch costs no new list.
 */
export function afterError(
  position: Position,
  error: unknown,
): { readonly position: Position; readonly next: 'at once' | 'after a pause' } {
  const expired = ApiError.is(error, 'expired');
  if (!expired && !ApiError.is(error, 'version-too-large')) return { position, next: 'after a pause' };
  // Too old to go on from: list again, but from a server that knows at least as much.
  if (expired && position.at === 'version') return { position: { at: 'start', notOlderThan: position.version }, next: 'at once' };
  // No server knows as much (it may have been restored from a backup), or it has forgotten already: whatever is newest.
  const wanted = position.at === 'version' || position.notOlderThan !== undefined;
  return { position: START, next: wanted ? 'at once' : 'after a pause' };
}
