import type { Leadership } from './election/leadership.ts';
import type { Log } from './tell/log.ts';
import type { Queue } from './queue/queue.ts';
import type { SelfWaking } from './self-waking.ts';

/** Has keys looked at. `initial`: they come from a list. The version: of the object that changed, where that is the reason. */
export type Wake = (keys: Iterable<string>, initial: boolean, version?: string) => void;

/** Without leading there is nothing to do with a key: the start of a term looks at everything. */
export const createWake =
  (queue: Queue, leadership: Leadership, log: Log, selfWaking: SelfWaking): Wake =>
  (keys, initial, version) => {
    if (!leadership.leads()) return;
    for (const key of keys) {
      log.debug({ key, initial }, 'key added');
      selfWaking.woken(key, initial ? undefined : version);
      queue.add(key, { priority: initial ? 'background' : 'live' });
    }
  };
