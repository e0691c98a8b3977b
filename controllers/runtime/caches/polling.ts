import type { Change } from '../../../kube/follow/change.ts';
import type { Log } from '../tell/log.ts';

/** Says, once each, that a collection is listed again and again, and that it is watched again. */
export interface Polling {
  onPoll(error: unknown, pauseMs: number): void;
  onChange(type: Change<unknown>['type']): void;
}

export function createPolling(resource: string, log: Log): Polling {
  let polls = false;
  return {
    onPoll(error, pauseMs) {
      if (!polls) log.warn({ resource, error, everyMs: Math.round(pauseMs) }, 'may not be watched: it is listed again and again instead');
      polls = true;
    },
    onChange(type) {
      if (!polls || type === 'replaced') return;
      polls = false;
      log.info({ resource }, 'watched again');
    },
  };
}
