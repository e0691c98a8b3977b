import { onAbort } from '../../../ground/time/abort.ts';
import { objectAt, objectsAt } from '../../../ground/json/read-json.ts';
import { NOT_READY } from '../resources/nodes.ts';
import type { ServerParts } from '../verbs/request.ts';
import { createTasks } from './task.ts';

/** Takes the taint of a new node away once it is ready, as a controller manager does. */
export function untaintReadyNodes({ store }: ServerParts, report: (error: unknown) => void, signal: AbortSignal): void {
  const nodes = store.collection('nodes');
  const tasks = createTasks(
    (key) => {
      const node = nodes.get(key);
      const spec = objectAt(node, 'spec') ?? {};
      const isReady = objectsAt(objectAt(node, 'status'), 'conditions').some(({ type, status }) => type === 'Ready' && status === 'True');
      const taints = objectsAt(spec, 'taints');
      const left = taints.filter((taint) => taint['key'] !== NOT_READY.key);
      if (!node || !isReady || left.length === taints.length) return;
      const { taints: _, ...rest } = spec;
      store.put('nodes', key, { ...node, spec: left.length === 0 ? rest : { ...rest, taints: left } });
    },
    report,
    signal,
  );
  const unsubscribe = store.subscribe(({ collection, type, key }) => {
    if (collection === 'nodes' && type !== 'DELETED') tasks.add(key);
  });
  onAbort(signal, unsubscribe);
}
