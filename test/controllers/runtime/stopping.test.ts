import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startScriptedServer, type Call, type ScriptedServer } from '../../kube/scripted-server.ts';
import { startController, type ControllerProcess } from './controller-process.ts';

let server: ScriptedServer;
let folder: string;
let controller: ControllerProcess | undefined;
beforeEach(async () => {
  server = await startScriptedServer();
  folder = mkdtempSync(join(tmpdir(), 'civ8s-stopping-'));
});
afterEach(async () => {
  controller?.kill('SIGKILL');
  await controller?.ended;
  await server.stop();
  rmSync(folder, { recursive: true });
});

function start(): ControllerProcess {
  const kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      clusters: [{ name: 'a', cluster: { server: server.url } }],
      users: [],
      contexts: [{ name: 'a', context: { cluster: 'a' } }],
      'current-context': 'a',
    }),
  );
  controller = startController({ name: 'pod-timestamp', kubeconfig, args: ['--leader-elect=false'] });
  return controller;
}
const nextOf = async (method: string): Promise<Call> => {
  for (;;) {
    const call = await server.next();
    if (call.method === method) return call;
  }
};
/** A list with one pod that asks; the watch that goes on stays silent. */
async function oneAskingPod(): Promise<Call> {
  const watch = await nextOf('GET');
  watch.event('ADDED', {
    apiVersion: 'meta.k8s.io/v1',
    kind: 'PartialObjectMetadata',
    metadata: { name: 'a', namespace: 'default', uid: 'u', resourceVersion: '5', annotations: { addtime: '' } },
  });
  watch.event('BOOKMARK', {
    apiVersion: 'meta.k8s.io/v1',
    kind: 'PartialObjectMetadata',
    metadata: { resourceVersion: '5', annotations: { 'k8s.io/initial-events-end': 'true' } },
  });
  return nextOf('PATCH');
}

describe('19: a controller that is told to stop', () => {
  it('in the middle of a list ends with 0', async () => {
    const running = start();
    await nextOf('GET');
    running.kill('SIGTERM');
    expect(await running.ended).toBe(0);
  });

  it('in the middle of a reconcile ends it first, with 0', async () => {
    const running = start();
    const patch = await oneAskingPod();
    running.kill('SIGINT');
    await running.logged('probes and metrics are served');
    while ((await running.get('/readyz'))[1] !== 'stopping\n');
    patch.json({
      apiVersion: 'meta.k8s.io/v1',
      kind: 'PartialObjectMetadata',
      metadata: { name: 'a', namespace: 'default', uid: 'u', resourceVersion: '6' },
    });
    expect(await running.ended).toBe(0);
    expect(running.logs.map(({ message }) => message)).toContain('pod stamped');
  });

  it("a second time ends at once, with the signal's code", async () => {
    const running = start();
    await oneAskingPod();
    running.kill('SIGTERM');
    while ((await running.get('/readyz'))[1] !== 'stopping\n');
    running.kill('SIGTERM');
    expect(await running.ended).toBe(143);
  });
});
