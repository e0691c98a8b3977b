import { onAbort } from './abort.ts';
import type { Clock } from './clock.ts';

/** A signal that aborts when another does, and also when time is up. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Did time run out? */
  exceeded(): boolean;
  /** Time starts again. */
  postpone(): void;
  /** Time no longer runs out. */
  disarm(): void;
  /** Nothing aborts any more. It has to be called: a timer and a listener hang on it. */
  end(): void;
}

/** Without `ms` there is no limit but `outer`. */
export function createDeadline(clock: Clock, ms: number | undefined, reason: () => Error, outer?: AbortSignal): Deadline {
  const controller = new AbortController();
  let over = false;
  const expire = (): void => {
    over = true;
    controller.abort(reason());
  };
  const start = (): (() => void) => (ms === undefined ? () => undefined : clock.after(ms, expire));
  const forget = outer === undefined ? () => undefined : onAbort(outer, () => controller.abort(outer.reason));
  let cancel = start();
  return {
    signal: controller.signal,
    exceeded: () => over,
    postpone: () => {
      cancel();
      cancel = start();
    },
    disarm: () => cancel(),
    end: () => {
      cancel();
      forget();
    },
  };
}
