import { pods } from '../../kube/objects/built-in.ts';
import { connectTo } from '../../kube/connect.ts';
import { follow } from '../../kube/follow/follow.ts';
import { reflect } from '../../kube/follow/reflect.ts';
import { metadataOf, type KubeObject, type Resource } from '../../kube/objects/resource.ts';
import { createStore } from '../../kube/follow/store.ts';

/** A process of its own that does nothing but follow pods; told what to do by its arguments, it answers by messages. */
export interface Report {
  readonly syncedMs: number;
  readonly objects: number;
}

/** What it has heard since it was last asked, and what that cost. */
export interface Cost {
  readonly events: number;
  readonly p99Ms: number;
  readonly cpuMs: number;
  readonly rss: number;
}

export type Mode = 'whole' | 'metadata' | 'slim' | 'nothing';

const [server = '', mode] = process.argv.slice(2);
const SLIM: Readonly<Record<string, (object: KubeObject) => KubeObject>> = {
  slim: ({ metadata }) => ({
    metadata: {
      name: metadata?.name,
      namespace: metadata?.namespace,
      uid: metadata?.uid,
      resourceVersion: metadata?.resourceVersion,
      annotations: metadata?.annotations,
    },
  }),
};
const { client } = connectTo({ name: 'bench', namespace: 'default', cluster: { server }, user: {} }, { env: {} });
const resource: Resource<KubeObject> = mode === 'whole' ? pods : metadataOf(pods);
const writer = createStore<KubeObject>();
const started = performance.now();
let delays: number[] = [];
let cpu = process.cpuUsage();

process.once('SIGINT', () => process.exit());
process.on('message', () => {
  globalThis.gc?.();
  const used = process.cpuUsage(cpu);
  cpu = process.cpuUsage();
  const sorted = delays.sort((one, other) => one - other);
  delays = [];
  process.send?.({
    events: sorted.length,
    p99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? 0,
    cpuMs: (used.user + used.system) / 1_000,
    rss: process.memoryUsage().rss,
  } satisfies Cost);
});
void writer.store
  .whenSynced(new AbortController().signal)
  .then(() => process.send?.({ syncedMs: performance.now() - started, objects: writer.store.size } satisfies Report));
if (mode === 'nothing') process.send?.({ syncedMs: 0, objects: 0 } satisfies Report);
else {
  for await (const delta of follow(
    reflect(client, resource, { signal: new AbortController().signal, transform: SLIM[mode ?? ''] }),
    writer,
  )) {
    if (delta.type === 'updated')
      delays.push(performance.timeOrigin + performance.now() - Number(delta.object.metadata?.annotations?.['goods.civ8s.dev/wood']));
  }
}
