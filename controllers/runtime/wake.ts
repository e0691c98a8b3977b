import type { Clock } from '../../ground/time/clock.ts';
import type { Delta } from '../../kube/follow/store.ts';
import type { KubeObject } from '../../kube/objects/resource.ts';
import type { Leadership } from './election/leadership.ts';
import type { Queue } from './queue/queue.ts';
import type { Log } from './tell/log.ts';
import type { ChangeReasons } from './why/change-reasons.ts';

/** What has changed, of the resource of that title. */
interface Changed {
  readonly resource: string;
  readonly delta: Delta<KubeObject>;
}

/** Has keys looked at: because of a change, or of something that is said in a few words. */
export type Wake = (keys: readonly string[], why: Changed | string) => void;

const FIRST_LIST = 'it is in the first list';

export interface WakeOptions {
  readonly queue: Queue;
  readonly leadership: Leadership;
  readonly clock: Clock;
  readonly log: Log;
  readonly reasons: ChangeReasons | undefined;
}

/** Without leading there is nothing to do with a key: the start of a term looks at everything. */
export const createWake =
  ({ queue, leadership, clock, log, reasons }: WakeOptions): Wake =>
  (keys, why) => {
    if (keys.length === 0 || !leadership.leads()) return;
    const initial = typeof why !== 'string' && why.delta.initial;
    const priority = initial ? 'background' : 'live';
    const now = clock.now(); // once: in a flood, looking at the clock is a hundredth of a turn
    const reason = typeof why === 'string' ? why : initial ? FIRST_LIST : reasons?.of(why.resource, why.delta, now);
    for (const key of keys) {
      log.debug({ key, initial }, 'key added');
      queue.add(key, { priority, reason, now });
    }
  };
