import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '../../kube/client/client.ts';
import { pods } from '../../kube/objects/built-in.ts';
import type { LargeRealmPod } from './large-realm.ts';

const TICK_MS = 20;
const MOST_FLYING = 64;

/** Each change is to a number that no other has, nor any sum of it and what other pods hold. */
const STEP = 100;

/** Changes of what pods hold, each to a number that no other change has; when each was sent. */
export interface StockChanger {
  readonly sentAt: ReadonlyMap<number, number>;
  /** One change, now. */
  one(): Promise<number>;
  /** So many a second until `signal` aborts; answers how many there were. */
  run(perSecond: number, signal: AbortSignal): Promise<number>;
}

export function createStockChanger(client: Client, all: readonly LargeRealmPod[]): StockChanger {
  const sentAt = new Map<number, number>();
  let count = 0;
  const one = async (): Promise<number> => {
    count += 1;
    const own = 1_000_000 + count * STEP;
    const pod = all[(count * 7_919) % all.length];
    if (pod === undefined) throw new Error('there is no pod to change');
    sentAt.set(own, performance.now());
    await client.patch(
      pods,
      { namespace: pod.namespace, name: pod.name },
      { merge: { metadata: { annotations: { [`goods.civ8s.dev/${pod.good}`]: String(own) } } } },
    );
    return own;
  };
  return {
    sentAt,
    one,
    async run(perSecond, signal) {
      const [start, first] = [performance.now(), count];
      const flying = new Set<Promise<unknown>>();
      while (!signal.aborted) {
        const due = Math.floor(((performance.now() - start) / 1_000) * perSecond);
        const room = Math.min(due - (count - first), MOST_FLYING - flying.size);
        for (let begun = 0; begun < room; begun += 1) {
          const change = one();
          flying.add(change);
          void change.finally(() => flying.delete(change));
        }
        await pause(TICK_MS);
      }
      await Promise.all(flying);
      return count - first;
    },
  };
}
