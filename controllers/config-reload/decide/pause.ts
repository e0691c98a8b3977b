import { parseDuration } from '../../../ground/text/duration.ts';
import type { Pause } from '../seen/workload.ts';

/** What is to be done about a Deployment that was paused so that several changes make one rollout. */
export type PauseStep =
  | { readonly do: 'nothing' }
  /** It is ours to resume, and its time is over. */
  | { readonly do: 'resume' }
  | { readonly do: 'wait'; readonly ms: number };

/** What was paused without a time has to be resumed by hand. A time or a period that cannot be read is over. */
export function pauseStep({ paused, at, period }: Pause, wall: number): PauseStep {
  if (!paused || at === undefined) return { do: 'nothing' };
  const until = Date.parse(at) + (periodOf(period) ?? 0);
  const ms = Number.isNaN(until) ? 0 : until - wall;
  return ms > 0 ? { do: 'wait', ms } : { do: 'resume' };
}

/** In milliseconds; undefined where there is none, or what is there is not a duration. */
export function periodOf(period: string | undefined): number | undefined {
  const ms = parseDuration(period ?? '') ?? 0;
  return ms > 0 ? ms : undefined;
}
