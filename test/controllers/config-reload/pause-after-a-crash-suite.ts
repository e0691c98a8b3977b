import { beforeAll, expect, it } from '@jest/globals';
import { deployments } from '../../../kube/objects/built-in.ts';
import { atServer, type ServedCluster } from './at-server.ts';
import { AUTO, fromConfigMap } from './objects.ts';
import { until } from './stage.ts';

const PAUSED = { ...AUTO, 'deployment.reloader.stakater.com/pause-period': '10s' };
/** Whoever has to wait for this Lease ends no pause here. */
const ARGS = ['--leader-elect=true', '--lease-duration=10m', '--renew-deadline=9m', '--retry-period=100ms', '--namespaces=shop'];

/** A pause whose controller is killed, whichever API server serves the objects. */
export function endsPausesAfterACrash(startServer: () => Promise<ServedCluster>): void {
  const served = atServer(startServer);
  const web = () => served.client.get(deployments, { namespace: 'shop', name: 'web' });
  beforeAll(() => served.on('shop').build({ parts: { annotations: PAUSED, pod: fromConfigMap('cm') }, kinds: [deployments] }));

  it('is ended by the same pod, which does not wait for its own Lease', async () => {
    const here = served.on('shop');
    const env = { POD_NAME: 'reload', POD_UID: crypto.randomUUID(), POD_NAMESPACE: 'shop' };
    const first = served.start(ARGS, { env });
    await until(async () => (await web()).metadata?.annotations?.['reload.civ8s.dev/applied'] !== undefined);
    await here.write('cm', 'updated');
    await until(async () => (await web()).spec?.paused === true);
    first.kill('SIGKILL');
    await first.ended;
    served.startHere(ARGS, { env });
    await until(async () => (await web()).spec?.paused !== true);
    expect((await web()).metadata?.annotations).not.toHaveProperty('deployment.reloader.stakater.com/paused-at');
  });
}
