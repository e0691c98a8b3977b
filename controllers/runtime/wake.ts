import type { Leadership } from './election/leadership.ts';
import type { Log } from './tell/log.ts';
import type { Queue } from './queue/queue.ts';

/** Has keys looked at. `initial`: they come from a list. */
export type Wake = (keys: Iterable<string>, initial: boolean) => void;

/** Without leading there is nothing to do with a key: the start of a term looks at everything. */
export const createWake =
  (queue: Queue, leadership: Leadership, log: Log): Wake =>
  (keys, initial) => {
    if (!leadership.leads()) return;
    for (const key of keys) {
      log.debug({ key, initial }, 'key added');
      queue.add(key, { priority: initial ? 'background' : 'live' });
    }
  };
