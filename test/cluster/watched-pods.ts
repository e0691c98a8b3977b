import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { isReady, type DeployedPod } from './deployed-realm.ts';

export interface WatchedPods {
  /** The least that were ready at a time, of those that nobody had told to go. */
  leastReady(): number;
  stop(): Promise<void>;
}

/** Sees every change of the pods that a selector matches, from when all of them are known. */
export async function watchPods(namespace: string, selector: string, all: number): Promise<WatchedPods> {
  const child = spawn(
    'kubectl',
    ['get', '--raw', `/api/v1/namespaces/${namespace}/pods?watch=true&labelSelector=${encodeURIComponent(selector)}`],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const gone = once(child, 'exit');
  const ready = new Map<string, boolean>();
  const count = () => [...ready.values()].filter(Boolean).length;
  let least = Infinity;
  const known = Promise.withResolvers<void>();
  const following = (async () => {
    for await (const line of createInterface({ input: child.stdout })) {
      const { type, object } = JSON.parse(line) as { readonly type: string; readonly object: DeployedPod };
      ready.set(object.metadata.uid, type !== 'DELETED' && object.metadata.deletionTimestamp === undefined && isReady(object));
      if (ready.size >= all) known.resolve();
      if (ready.size >= all) least = Math.min(least, count());
    }
    known.reject(new Error(`the watch of ${selector} ended`));
  })();
  await known.promise;
  return {
    leastReady: () => least,
    async stop() {
      child.kill();
      await Promise.all([gone, following]);
    },
  };
}
