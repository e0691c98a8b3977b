import type { Client } from '../../kube/client/client.ts';
import { ApiError } from '../../kube/errors/api-error.ts';
import type { OwnWrites } from './caches/own-writes.ts';
import { createReconcileClient } from './caches/turn-client.ts';
import type { Reconcile } from './definition.ts';
import type { Leadership } from './election/leadership.ts';
import { defectOf } from './defect.ts';
import type { Log } from './tell/log.ts';
import type { ControllerMetrics } from './tell/controller-metrics.ts';
import type { WhyMemory } from './why/why.ts';
import { createWorkers, type WorkObserver, type WorkOptions, type Workers } from './queue/workers.ts';

export interface TeamOptions extends Pick<WorkOptions, 'queue' | 'failures' | 'workers' | 'deadlineMs' | 'clock'> {
  readonly reconcile: Reconcile;
  readonly client: Client;
  readonly writes: OwnWrites;
  readonly leadership: Leadership;
  readonly why?: WhyMemory;
  readonly metrics: ControllerMetrics;
  readonly log: Log;
  /** The turn of a key came before the cache had seen its own last write. */
  readonly onEarly: (key: string) => void;
}

/** Workers whose reconciles write only while this process leads, and see what they wrote themselves. */
export const createTeam = ({ reconcile, client, writes, leadership, why, metrics, log, onEarly, ...options }: TeamOptions): Workers =>
  createWorkers({
    ...options,
    reconcile: (key, signal) =>
      reconcile(key, { signal, client: createReconcileClient(client, { key, signal, writes, why, assertLeading: leadership.assertHeld }) }),
    caughtUp: (key) => writes.seen(key),
    retryAfterMs: (error) => (ApiError.is(error) ? error.retryAfterMs : undefined),
    observer: observe({ metrics, log, why, onEarly }),
  });

function observe({ metrics, log, why, onEarly }: Pick<TeamOptions, 'metrics' | 'log' | 'why' | 'onEarly'>): WorkObserver {
  return {
    began: () => metrics.reconcileBegan(),
    ended(key, result, tookMs, now) {
      metrics.reconcileEnded(result, tookMs);
      why?.ended(key, result, tookMs, now);
      if (result === 'stale') onEarly(key);
    },
    failed(key, error, retryMs) {
      metrics.retried();
      why?.failed(key, error);
      const defect = defectOf(error);
      if (defect !== undefined) {
        metrics.reconcilePanicked();
        log.error({ key, error, at: defect.at, retryMs }, 'reconcile failed');
        log.debug({ key, stack: defect.stack }, 'where the reconcile failed');
        return;
      }
      // Somebody else was faster: the next look at the object settles it.
      const race = ApiError.is(error, 'conflict', 'already-exists');
      log[race ? 'debug' : 'warn']({ key, error, retryMs }, 'reconcile failed');
    },
    overran: (key) => log.error({ key }, 'reconcile ignores its deadline'),
  };
}
