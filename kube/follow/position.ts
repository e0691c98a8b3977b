import { ApiError } from '../errors/api-error.ts';
import { isReset } from '../errors/connection-error.ts';
import type { KubeObject } from '../objects/resource.ts';
import { versionOf, type Change } from './change.ts';
import { compareVersions } from './version.ts';

/** All that a reflector remembers: where it stands, and so what it asks for next. */
export type Position = {
  /**
   * How it asks for everything, once it has to. A server that cannot do it as a watch will not learn it. `over and over`:
   * in pages, and as long as the server refuses to have it watched.
   */
  readonly lists: 'as a watch' | 'in pages' | 'over and over';
} & (
  | {
      /** It knows a version: what came after it is enough. */
      readonly at: 'version';
      readonly version: string;
      /** The server may not have reached that version (any more): it is asked before it is watched. */
      readonly doubtful: boolean;
    }
  | {
      /** It needs everything. */
      readonly at: 'start';
      /** What it knew is too old to go on from, and yet it must not go back behind it. */
      readonly notOlderThan?: string;
    }
  | {
      /** It was told where to begin: with everything as it was at that version, where the server still knows. */
      readonly at: 'given';
      readonly version: string;
    }
);

export const START: Position = { at: 'start', lists: 'as a watch' };

/** Where a reflector begins that goes on from a version that another one reached, with everything as it was then. */
export const startAt = (version: string): Position => ({ at: 'given', version, lists: 'as a watch' });

/** The same, for who knows how everything was. */
export const startAfter = (version: string): Position => ({ at: 'version', version, lists: 'as a watch', doubtful: true });

/** What happens to a reflector. */
export type ReflectorEvent<T> =
  | Change<T>
  /** The server cannot list as a watch; nothing was passed on. */
  | { readonly type: 'unable' }
  /** What it asked for is at its end. `too soon`: as soon as it began. `silent`: nothing came at all. */
  | { readonly type: 'ended'; readonly how: 'silent' | 'too soon' | 'well' }
  | { readonly type: 'failed'; readonly error: unknown };

export interface Move {
  readonly position: Position;
  /**
   * `at once`: what it would do next is not what has just failed, so that waiting would help nobody. `poll`: it lists again
   * after the time that is between two lists.
   */
  readonly next: 'at once' | 'go on' | 'pause' | 'poll';
}

export function transition<T extends KubeObject>(position: Position, event: ReflectorEvent<T>): Move {
  switch (event.type) {
    case 'replaced':
    case 'applied':
    case 'deleted':
    case 'progress':
      return { position: afterChange(position, event), next: 'go on' };
    case 'unable':
      return { position: { ...position, lists: 'in pages' }, next: 'go on' };
    case 'ended':
      return { position: afterEnd(position, event.how), next: event.how === 'too soon' ? 'pause' : 'go on' };
    case 'failed':
      return afterFailure(position, event.error);
  }
}

/** A watch never goes back, even where its events do. */
function afterChange<T extends KubeObject>(position: Position, change: Change<T>): Position {
  const version = versionOf(change);
  if (version === undefined) return position;
  const { lists } = position;
  if (position.at !== 'version') return { at: 'version', version, lists, doubtful: false };
  const back = change.type !== 'replaced' && (compareVersions(version, position.version) ?? 1) < 0;
  const watched: Position = { ...position, lists: lists === 'over and over' ? 'as a watch' : lists };
  return back ? watched : { ...watched, version };
}

/** After a silent watch: a server that was restored from a backup says nothing until it has come as far again. */
const afterEnd = (position: Position, how: 'silent' | 'too soon' | 'well'): Position =>
  position.at === 'version' ? { ...position, doubtful: how === 'silent' } : position;

/** What does not concern versions costs no new list: a refused or broken watch is asked for again. */
function afterFailure(position: Position, error: unknown): Move {
  if (position.at === 'given') return afterUnknownVersion(position, error);
  if (ApiError.is(error, 'forbidden')) return afterRefusal(position);
  const expired = ApiError.is(error, 'expired');
  if (!expired && !ApiError.is(error, 'version-too-large')) {
    const doubted = position.at === 'version' && wasAway(error);
    return { position: doubted ? { ...position, doubtful: true } : position, next: 'pause' };
  }
  const { lists } = position;
  // Too old to go on from: list again, but from a server that knows at least as much.
  if (expired && position.at === 'version') return { position: { at: 'start', lists, notOlderThan: position.version }, next: 'at once' };
  // No server knows as much (it may have been restored from a backup), or it has forgotten already: whatever is newest.
  const wanted = position.at === 'version' || position.notOlderThan !== undefined;
  return { position: { at: 'start', lists }, next: wanted ? 'at once' : 'pause' };
}

/** What it was told to begin with may be forgotten, or ahead of a server that was restored; or the server knows no such lists. */
function afterUnknownVersion(position: Position & { readonly at: 'given' }, error: unknown): Move {
  const { lists, version } = position;
  if (ApiError.is(error, 'expired')) return { position: { at: 'start', lists, notOlderThan: version }, next: 'at once' };
  const never = ApiError.is(error, 'version-too-large', 'bad-request', 'invalid', 'unsupported');
  return never ? { position: { at: 'start', lists }, next: 'at once' } : { position, next: 'pause' };
}

/** The right to list may be there without the one to watch. A watch that was refused once is asked for once more: servers that start do so. */
function afterRefusal(position: Position): Move {
  if (position.lists !== 'over and over') {
    const refused: Position = { ...position, lists: 'over and over' };
    if (position.at === 'version') return { position: refused, next: 'pause' };
    return position.lists === 'as a watch' ? { position: refused, next: 'at once' } : { position, next: 'pause' };
  }
  if (position.at === 'start') return { position, next: 'pause' };
  return { position: { at: 'start', lists: 'over and over', notOlderThan: position.version }, next: 'poll' };
}

/** Was it the server that failed, and not just the way to it? Then it may have come back as an older self. */
const wasAway = (error: unknown): boolean =>
  ApiError.is(error, 'unavailable', 'timeout') || (ApiError.is(error, 'unreachable') && !isReset(error.cause));
