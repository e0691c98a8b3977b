import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { pods } from '../kube/objects/built-in.ts';
import { connect } from '../kube/connect.ts';
import { askingPod } from '../test/controllers/pod-timestamp/asking-pod.ts';
import { startController } from '../test/controllers/runtime/controller-process.ts';
import { startRealApiServer } from '../test/real/kube-apiserver.ts';
import { deployedEnvironment } from './deployed-environment.ts';
import { show } from './figure.ts';

const OBJECTS = 5_000;

/** What a controller takes of memory that has many objects in its cache and nothing to do: as the image runs it, and from the sources. */
export async function idleMemory(print: (line: string) => void): Promise<void> {
  execFileSync(process.execPath, ['scripts/build.ts'], { stdio: 'inherit' });
  const server = await startRealApiServer();
  const connection = await connect({ env: {}, kubeconfig: server.kubeconfig, concurrency: 32 });
  try {
    const waitForNothing = { annotations: { other: 'x'.repeat(200) }, labels: { app: 'web' } };
    await Promise.all(Array.from({ length: OBJECTS }, (_, i) => connection.client.create(pods, askingPod(`idle-${i}`, waitForNothing))));
    const compiled = await residentMiB(server.kubeconfig, 'build/cli/main.js');
    print(
      show({ what: `resident memory, idle, ${OBJECTS} pods in the cache, compiled`, value: compiled, unit: 'MiB', bar: { atMost: 110 } }),
    );
    print(show({ what: 'the same from the sources', value: await residentMiB(server.kubeconfig, 'package/civ.cjs'), unit: 'MiB' }));
  } finally {
    await connection.close();
    await server.stop();
  }
}

async function residentMiB(kubeconfig: string, entry: string): Promise<number> {
  const controller = startController({
    name: 'pod-timestamp',
    kubeconfig,
    entry,
    args: ['--leader-elect=false'],
    env: deployedEnvironment('pod-timestamp'),
  });
  try {
    await controller.logged('listed');
    await pause(10_000);
    const [, text] = await controller.get('/metrics');
    return Number(/^process_resident_memory_bytes (?<bytes>\S+)$/m.exec(text)?.groups?.['bytes']) / 1_048_576;
  } finally {
    controller.kill('SIGKILL');
    await controller.ended;
  }
}
