import { parentPort } from 'node:worker_threads';
import type { ObservedShop } from '../../model/observed-realm.ts';
import { workOut } from './work-out.ts';

/** A thread of its own works out the plans of large realms: the thread that serves has no time for them. */
parentPort?.on('message', ({ turn, shops }: { readonly turn: number; readonly shops: readonly ObservedShop[] }) => {
  for (const result of workOut(shops, () => performance.now())) parentPort?.postMessage({ turn, result });
  parentPort?.postMessage({ turn, done: true });
});
