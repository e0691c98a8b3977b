import { setTimeout as pause } from 'node:timers/promises';
import { pods } from '../kube/built-in.ts';
import { connect } from '../kube/connect.ts';
import { askingPod } from '../test/controllers/pod-timestamp/asking-pod.ts';
import { startController } from '../test/controllers/runtime/controller-process.ts';
import { startRealApiServer } from '../test/real/kube-apiserver.ts';
import { deployedEnvironment } from './deployed-environment.ts';
import { show } from './figure.ts';

const OBJECTS = 5_000;

/** What a controller takes of memory that has many objects in its cache and nothing to do. */
export async function idleMemory(print: (line: string) => void): Promise<void> {
  const server = await startRealApiServer();
  const connection = await connect({ env: {}, kubeconfig: server.kubeconfig, concurrency: 32 });
  try {
    await Promise.all(Array.from({ length: OBJECTS }, (_, i) => connection.client.create(pods, askingPod(`idle-${i}`, { annotations: { other: 'x'.repeat(200) }, labels: { app: 'web', tier: String(i % 7) } }))));
    const controller = startController({ name: 'pod-timestamp', kubeconfig: server.kubeconfig, env: deployedEnvironment('pod-timestamp') });
    try {
      await controller.logged('leading');
      await controller.logged('listed');
      await pause(10_000);
      const [, text] = await controller.get('/metrics');
      const bytes = Number(/^process_resident_memory_bytes (?<bytes>\S+)$/m.exec(text)?.groups?.['bytes']);
      print(show({ what: `resident memory, idle, ${OBJECTS} pods in the cache`, value: bytes / 1_048_576, unit: 'MiB', bar: { atMost: 110 } }));
    } finally {
      controller.kill('SIGKILL');
      await controller.ended;
    }
  } finally {
    await connection.close();
    await server.stop();
  }
}
