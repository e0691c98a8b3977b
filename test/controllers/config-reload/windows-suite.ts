import { expect, it } from '@jest/globals';
import { configReload } from '../../../controllers/config-reload/config-reload.ts';
import { APPLIED } from '../../../controllers/config-reload/seen/annotation-keys.ts';
import { configMaps, deployments, events, namespaces } from '../../../kube/objects/built-in.ts';
import { createSkippingClock } from '../../ground/time/skipping-clock.ts';
import { atWork } from '../runtime/controller-at-work.ts';
import { atServer, type ServedCluster } from './at-server.ts';
import { AUTO, configMap, workload } from './objects.ts';
import { markersOf } from './scenarios.ts';
import { until } from './stage.ts';

const HOUR = 3_600_000;
/** A Saturday. */
const MORNING = Date.UTC(2026, 10, 21, 10);

/** Windows at a server: the requests are real, the time of day is what a test says. */
export function windowsAtServer(startServer: () => Promise<ServedCluster>): void {
  const served = atServer(startServer);

  function start(namespace: string) {
    const clock = createSkippingClock();
    const begin = clock.now();
    const cluster = { connect: () => ({ client: served.client, die: () => undefined }) };
    const controller = atWork(cluster, configReload, {
      args: ['--debounce=50ms', `--namespaces=${namespace}`],
      leadAlone: true,
      tweak: { clock, wall: () => MORNING + clock.now() - begin },
    });
    served.endsWithTest(() => {
      controller.stop();
      return controller.ended;
    });
    return { ...controller, clock };
  }
  const at = (namespace: string) => {
    const { client } = served;
    const web = () => client.get(deployments, { namespace, name: 'web' });
    return {
      async build(annotations: Readonly<Record<string, string>>): Promise<void> {
        await client.create(namespaces, { metadata: { name: namespace } });
        await client.create(configMaps, configMap('settings', { key: 'first' }, { namespace }));
        await client.create(deployments, workload('web', { namespace, annotations: { ...AUTO, ...annotations } }));
      },
      recorded: () => until(async () => (await web()).metadata?.annotations?.[APPLIED] !== undefined),
      change: (value: string) => client.patch(configMaps, { namespace, name: 'settings' }, { merge: { data: { key: value } } }),
      markers: async () => markersOf(await web()),
      told: async (reason: string) =>
        (await client.list(events, { namespace })).items.filter((event) => event.reason === reason).map(({ message }) => message),
    };
  };

  it('hold a change, through a restart, and roll it once when they open', async () => {
    const here = at('held');
    await here.build({ 'reload.civ8s.dev/window': '12:00-13:00' });
    const first = start('held');
    await here.recorded();
    await here.change('second');
    await until(async () => (await here.told('ReloadHeld')).length > 0);
    first.stop();
    await first.ended;

    const second = start('held');
    await until(async () => (await second.metric('civ_reloads_held', 'reason="window"')) === 1);
    const { metadata } = await here.change('third');
    const unseen = () => second.restless({ version: metadata?.resourceVersion ?? '', ownWrites: false });
    await until(async () => !unseen().some((what) => what.startsWith('configmaps: ')));
    second.clock.skip(HOUR);
    expect(await here.markers()).toEqual([]);
    second.clock.skip(HOUR);
    await until(async () => (await here.markers()).length > 0);
    await until(async () => (await here.told('Reloaded')).length > 0);
    expect([await here.markers(), await second.metric('reloader_reload_executed_total', 'success="true"')]).toEqual([
      ['STAKATER_SETTINGS_CONFIGMAP=a90257b9ef184ef8bc58c00de7b3a515a12956cb'],
      1,
    ]);
    expect((await here.told('ReloadHeld'))[0]).toContain('until 2026-11-21T12:00:00Z');
  });

  it('that are a blackout hold until their end', async () => {
    const here = at('blackout');
    await here.build({ 'reload.civ8s.dev/blackout': '08:00-11:00' });
    const { clock, metric } = start('blackout');
    await here.recorded();
    await here.change('second');
    await until(async () => (await metric('civ_reloads_held', 'reason="window"')) === 1);
    clock.skip(HOUR);
    await until(async () => (await here.markers()).length > 0);
  });
}
