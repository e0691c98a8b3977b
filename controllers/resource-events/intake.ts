import type { ChangedResource } from '../../events/resource-change.ts';
import type { Log } from '../runtime/tell/log.ts';
import type { Intake } from './follow/collection-options.ts';
import type { ChangeOutbox } from './outbox/change-outbox.ts';
import type { StateStore } from './stored/state-store.ts';
import type { EventMetrics } from './tell/metrics.ts';

export interface IntakeOptions {
  readonly outbox: Pick<ChangeOutbox, 'append' | 'reached' | 'room'>;
  readonly metrics: EventMetrics;
  readonly store: StateStore | undefined;
  readonly log: Log;
  readonly resource: ChangedResource;
  readonly title: string;
  /** Has the format a word for what nobody can tell? */
  readonly knowsGaps: boolean;
  readonly onReached: (version: string) => void;
}

/** What is noticed goes into the outbox, or is counted. */
export function createIntake({ outbox, metrics, store, log, resource, title, knowsGaps, onReached }: IntakeOptions): Intake {
  return {
    take(noticed, origin) {
      switch (noticed.what) {
        case 'change':
          if (noticed.change.type === 'gap') {
            metrics.gap(resource);
            log.warn(
              { resource: title, until: origin.at },
              'what happened to these objects for a while cannot be told: deletions then are not known',
            );
            if (!knowsGaps) return;
          }
          return outbox.append(noticed.change, origin);
        case 'ignored':
          return metrics.ignored(noticed.reason);
        case 'refused':
          metrics.dead('not redacted');
          log.error(
            { resource: title, object: [noticed.object.namespace, noticed.object.name].join('/'), why: noticed.why },
            'a change is left out',
          );
      }
    },
    reached(version) {
      outbox.reached(resource, version);
      store?.reached(resource, version);
      onReached(version);
    },
    room: (signal) => outbox.room(signal),
    resumed(how) {
      metrics.resumed(how);
      log.debug({ resource: title, how }, 'followed');
    },
  };
}
