import type { Clock } from '../../../ground/time/clock.ts';
import { ApiError } from '../../../kube/errors/api-error.ts';
import { describeError, type Log } from '../../runtime/tell/log.ts';

/** Where a follower stands: for metrics. */
export type FollowedState = 'live' | 'listing' | 'forbidden' | 'broken';

/** How well a collection can be followed, and what is said of that: each trouble once. */
export interface FollowerHealth {
  failed(error: unknown, pauseMs: number): void;
  /** The server was heard from. */
  heard(): void;
  listed(objects: number): void;
  state(): FollowedState;
  /** What speaks against relying on it; undefined where nothing does. */
  problem(): string | undefined;
}

export interface HealthOptions {
  /** `deployments.apps in kingdom-of-foobar` */
  readonly title: string;
  readonly clock: Clock;
  /** So long without a word from the server, and nobody should rely on it. */
  readonly staleMs: number;
  readonly log: Log;
}

/** What may not be read, or is not there any more, is not waited for. */
const isRefusal = (error: unknown): boolean => ApiError.is(error, 'forbidden', 'not-found');

export function createFollowerHealth({ title, clock, staleMs, log }: HealthOptions): FollowerHealth {
  let failure: { readonly since: number; readonly error: unknown } | undefined;
  let isListed = false;
  const refused = (): boolean => failure !== undefined && isRefusal(failure.error);
  return {
    failed(error, pauseMs) {
      // What comes next is something else, at once: only if that fails as well is anything wrong.
      if (pauseMs === 0) return log.debug({ resource: title, error }, 'lists again');
      const wasSaid = failure !== undefined && (isRefusal(error) ? refused() : describeError(failure.error) === describeError(error));
      failure = { since: failure?.since ?? clock.now(), error };
      const level = wasSaid ? 'debug' : isRefusal(error) ? 'info' : 'warn';
      const message = isRefusal(error) ? 'not followed until it is there and granted: others are' : 'cannot follow';
      log[level]({ resource: title, error, retryMs: Math.round(pauseMs) }, message);
    },
    heard() {
      if (failure === undefined) return;
      if (refused()) log.info({ resource: title }, 'followed again');
      failure = undefined;
    },
    listed(objects) {
      if (!isListed) log.debug({ resource: title, objects }, 'listed');
      isListed = true;
    },
    state() {
      if (failure === undefined) return isListed ? 'live' : 'listing';
      return ApiError.is(failure.error, 'forbidden') ? 'forbidden' : 'broken';
    },
    problem() {
      if (refused()) return undefined;
      const why = failure === undefined ? '' : `: ${describeError(failure.error)}`;
      if (!isListed) return `${title}: not listed yet${why}`;
      if (failure === undefined || clock.now() - failure.since < staleMs) return undefined;
      return `${title}: out of date for ${Math.round((clock.now() - failure.since) / 1_000)} s${why}`;
    },
  };
}
