import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { isRecord } from '../../../ground/json/json.ts';
import { ApiError } from '../../../kube/errors/api-error.ts';
import type { Shops } from './shops.ts';

/** People who keep no books, and buy as fast as they are served. */
export interface Outsiders {
  /** What they have bought, by good. */
  readonly bought: ReadonlyMap<string, number>;
  /** Purchases of which they never heard how they ended. */
  readonly unheard: number;
  stop(): Promise<void>;
}

const PATIENCE_MS = 40_000;

/** Each buys ten at a time under a key, from a worker that serves, and asks the same one again until it has an answer. */
export function sendOutsiders(shops: Shops, errands: readonly (readonly [shop: string, good: string])[]): Outsiders {
  const over = new AbortController();
  const bought = new Map<string, number>();
  let [unheard, turn] = [0, 0];
  const buy = async (shop: string, good: string): Promise<void> => {
    const serving = await shops.serving(shop).catch(() => []);
    const pod = serving[(turn += 1) % Math.max(1, serving.length)];
    if (pod === undefined) return;
    const headers = { 'idempotency-key': randomUUID() };
    for (const began = performance.now(); performance.now() - began < PATIENCE_MS; await pause(100)) {
      try {
        const answer = await shops.post(pod, '/sell', { item: good, quantity: 10, atLeast: 1 }, headers);
        if (!isRecord(answer) || typeof answer['sold'] !== 'number') continue;
        bought.set(good, (bought.get(good) ?? 0) + answer['sold']);
        return;
      } catch (error) {
        if (ApiError.is(error, 'conflict')) return; // there is nothing, or it closes
        if (ApiError.is(error, 'not-found')) break;
      }
    }
    unheard += 1;
  };
  const loops = errands.map(async ([shop, good]) => {
    for (; !over.signal.aborted; await pause(50)) await buy(shop, good);
  });
  return {
    bought,
    get unheard() {
      return unheard;
    },
    async stop() {
      over.abort();
      await Promise.all(loops);
    },
  };
}
