import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { pods } from '../kube/objects/built-in.ts';
import { connect } from '../kube/connect.ts';
import { askingPod } from '../test/controllers/pod-timestamp/asking-pod.ts';
import { startRealApiServer } from '../test/real/kube-apiserver.ts';
import { show } from './figure.ts';
import { tellHotPath } from './hot-paths.ts';
import { imageEntry } from './image.ts';
import { memoryMiB } from './process-cost.ts';
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
    tellHotPath(print, {
      path: 'a controller idle with 5,000 pods in its cache: resident memory',
      value: deployed,
      unit: 'MiB',
      bar: { atMost: 80 },
      beside: { what: 'Node alone', value: await bareMiB() },
    });
    print(show({ what: 'the same from the sources', value: await resting('package/civ.cjs'), unit: 'MiB' }));
  } finally {
    await connection.close();
    await server.stop();
  }
}

/** What Node has resident that does nothing. */
async function bareMiB(): Promise<number> {
  const child = spawn(process.execPath, ['--eval', "process.stdout.write('ready'); process.stdin.resume()"], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  const resident = memoryMiB(child.pid);
  child.kill();
  await once(child, 'exit');
  return resident;
}
