import { pods } from '../kube/objects/built-in.ts';
import { connect } from '../kube/connect.ts';
import { askingPod } from '../test/controllers/pod-timestamp/asking-pod.ts';
import { startRealApiServer } from '../test/real/kube-apiserver.ts';
import { show } from './figure.ts';
import { imageEntry } from './image.ts';
import { residentMiB } from './resident-memory.ts';

const OBJECTS = 5_000;

/** What a controller takes of memory that has many objects in its cache and nothing to do: as the image runs it, and from the sources. */
export async function idleMemory(print: (line: string) => void): Promise<void> {
  const deployedEntry = imageEntry();
  const server = await startRealApiServer();
  const connection = await connect({ env: {}, kubeconfig: server.kubeconfig, concurrency: 32 });
  const resting = (entry: string) => residentMiB({ name: 'pod-timestamp', kubeconfig: server.kubeconfig, entry, until: 'listed' });
  try {
    const waitForNothing = { annotations: { other: 'x'.repeat(200) }, labels: { app: 'web' } };
    await Promise.all(Array.from({ length: OBJECTS }, (_, i) => connection.client.create(pods, askingPod(`idle-${i}`, waitForNothing))));
    const deployed = await resting(deployedEntry);
    print(
      show({
        what: `resident memory, idle, ${OBJECTS} pods in the cache, as in the image`,
        value: deployed,
        unit: 'MiB',
        bar: { atMost: 110 },
      }),
    );
    print(show({ what: 'the same from the sources', value: await resting('package/civ.cjs'), unit: 'MiB' }));
  } finally {
    await connection.close();
    await server.stop();
  }
}
