import type { Log } from '../../runtime/tell/log.ts';
import type { OutboxObserver } from '../outbox/observer.ts';
import type { DeadLetters } from './dead-letters.ts';
import type { EventMetrics } from './metrics.ts';

export interface ObserveOptions {
  readonly metrics: EventMetrics;
  readonly deadLetters: DeadLetters;
  readonly log: Log;
  /** The bus's title. */
  readonly bus: string;
  /** It takes nothing: from now on changes may pile up. */
  readonly onAway: () => void;
}

/** Counts what happens to changes, and says it when the bus goes away and when it is back. */
export function observeOutbox({ metrics, deadLetters, log, bus, onAway }: ObserveOptions): OutboxObserver {
  let said: string | undefined;
  return {
    published: (change, waitedMs) => metrics.published(change, waitedMs),
    merged: () => metrics.merged(),
    shrunk: () => metrics.shrunk(),
    dead(letter) {
      metrics.dead(letter.reason);
      deadLetters.bury(letter);
    },
    failed(why, retryMs) {
      metrics.failed('not confirmed');
      if (said === undefined) onAway();
      log[said === why ? 'debug' : 'warn']({ bus, error: why, retryMs: Math.round(retryMs) }, 'the bus takes no messages: they are kept');
      said = why;
    },
    recovered() {
      said = undefined;
      log.info({ bus }, 'the bus takes messages again');
    },
  };
}
