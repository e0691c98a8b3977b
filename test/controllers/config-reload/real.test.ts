import { expect, it } from '@jest/globals';
import { APPLIED } from '../../../controllers/config-reload/seen/annotation-keys.ts';
import { DELETED, parseReloadedFrom } from '../../../controllers/config-reload/seen/marker.ts';
import { configMaps, deployments, namespaces, secrets, type Deployment } from '../../../kube/objects/built-in.ts';
import { describeReal } from '../../real/api-server.ts';
import { atRealServer } from './at-real-server.ts';
import { AUTO, configMap, fromConfigMap, secret, workload } from './objects.ts';
import { markersOf } from './scenarios.ts';
import { until } from './stage.ts';

const QUICK_LEASE = ['--leader-elect=true', '--lease-duration=3s', '--renew-deadline=2s', '--retry-period=500ms'];
const both = {
  containers: [{ name: 'main', image: 'none', envFrom: [{ configMapRef: { name: 'cm' } }, { secretRef: { name: 'secret' } }] }],
};
const MATCHES = { 'reloader.stakater.com/match': 'true' };

describeReal('config-reload on a real API server', () => {
  const real = atRealServer();
  const { start, startHere } = real;

  it.each([
    ['env-vars', true],
    ['env-vars', false],
    ['annotations', true],
    ['annotations', false],
  ] as const)('sources that are made and deleted, with the strategy %s and the flags for it: %s', async (strategy, asked) => {
    const here = real.on(`come-and-go-${strategy}-${asked}`);
    const { namespace } = here;
    await here.build({ parts: { pod: both }, without: ['cm', 'secret'], kinds: [deployments] });
    startHere([`--reload-strategy=${strategy}`, ...(asked ? ['--reload-on-create', '--reload-on-delete'] : [])]);
    await here.recorded(asked);
    const generation = async () => (await real.client.get(deployments, { namespace, name: 'web' })).metadata?.generation ?? 0;
    const before = await generation();
    const steps = [
      () => real.client.create(configMaps, configMap('cm', { key: 'first' }, { namespace })),
      () => real.client.create(secrets, secret('secret', { key: 'first' }, { namespace })),
      () => real.client.delete(configMaps, { namespace, name: 'cm' }),
      () => real.client.delete(secrets, { namespace, name: 'secret' }),
    ];
    const seen: (readonly string[])[] = [];
    for (const [at, step] of steps.entries()) {
      await step();
      if (asked) await until(async () => (await generation()) === before + at + 1);
      seen.push(
        (await here.markers())
          .flat()
          .map((marker) =>
            strategy === 'env-vars'
              ? (marker.split('=')[0] ?? '')
              : (parseReloadedFrom(marker)?.hash === DELETED ? 'deleted ' : '') + (parseReloadedFrom(marker)?.name ?? ''),
          )
          .sort((one, other) => one.localeCompare(other)),
      );
    }
    await here.fence();
    const expected =
      strategy === 'env-vars'
        ? [['STAKATER_CM_CONFIGMAP'], ['STAKATER_CM_CONFIGMAP', 'STAKATER_SECRET_SECRET'], ['STAKATER_SECRET_SECRET'], []]
        : [['cm'], ['secret'], ['deleted cm'], ['deleted secret']];
    expect([seen, (await here.markers()).flat().length]).toEqual(
      asked ? [expected, strategy === 'env-vars' ? 0 : 1] : [[[], [], [], []], 0],
    );
  });

  it('of several Deployments only the one that searches rolls, and only the one with a period is paused', async () => {
    const here = real.on('several');
    await here.build({
      parts: { annotations: { 'reloader.stakater.com/search': 'true' }, pod: fromConfigMap('cm') },
      on: MATCHES,
      kinds: [deployments],
    });
    const others = { plain: {}, pausing: { ...AUTO, 'deployment.reloader.stakater.com/pause-period': '10m' }, lasting: AUTO };
    for (const [name, annotations] of Object.entries(others))
      await real.client.create(deployments, workload(name, { namespace: 'several', annotations, pod: fromConfigMap('cm') }));
    startHere();
    await here.recorded(true);
    const get = (name: string): Promise<Deployment> => real.client.get(deployments, { namespace: 'several', name });
    for (const name of ['pausing', 'lasting']) await until(async () => (await get(name)).metadata?.annotations?.[APPLIED] !== undefined);
    await here.change(['cm']);
    await here.allRolled();
    for (const name of ['pausing', 'lasting']) await until(async () => markersOf(await get(name)).length === 1);
    await here.fence();
    const pauses = await Promise.all(
      ['pausing', 'lasting', 'web'].map(async (name) => [
        (await get(name)).spec?.paused === true,
        /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(
          (await get(name)).metadata?.annotations?.['deployment.reloader.stakater.com/paused-at'] ?? '',
        ),
      ]),
    );
    expect([markersOf(await get('plain')), pauses]).toEqual([
      [],
      [
        [true, true],
        [false, false],
        [false, false],
      ],
    ]);
  });

  it('15: two replicas, the leader is killed in the midst of many rolls: each workload rolls exactly once', async () => {
    const count = 60;
    await real.client.create(namespaces, { metadata: { name: 'killed' } });
    await Promise.all(
      Array.from({ length: count }, async (__, at) => {
        await real.client.create(configMaps, configMap(`cm-${at}`, { key: 'first' }, { namespace: 'killed' }));
        await real.client.create(deployments, workload(`web-${at}`, { namespace: 'killed', pod: fromConfigMap(`cm-${at}`) }));
      }),
    );
    const args = ['--namespaces=killed', '--reload-strategy=annotations', '--workers=2', ...QUICK_LEASE];
    const first = start(args);
    await first.logged('leading');
    const second = start(args);
    await second.logged('listed');
    const web = async (): Promise<readonly Deployment[]> => (await real.client.list(deployments, { namespace: 'killed' })).items;
    await until(async () => (await web()).every(({ metadata }) => metadata?.annotations?.[APPLIED] !== undefined));
    await Promise.all(
      Array.from({ length: count }, (__, at) =>
        real.client.patch(configMaps, { namespace: 'killed', name: `cm-${at}` }, { merge: { data: { key: 'updated' } } }),
      ),
    );
    await first.logged('reloaded');
    first.kill('SIGKILL');
    await until(async () => (await web()).every((one) => markersOf(one).length === 1));
    // The API server counts changes of spec and annotations: the creation, the record, the roll.
    expect(new Set((await web()).map(({ metadata }) => metadata?.generation))).toEqual(new Set([3]));
  }, 150_000);

  it('26: a ConfigMap that is touched again and again rolls nothing, and once for a change', async () => {
    const here = real.on('quiet');
    await here.build({ parts: { annotations: AUTO, pod: both }, kinds: [deployments] });
    startHere();
    await here.recorded(true);
    for (let turn = 0; turn < 20; turn++)
      await real.client.patch(
        configMaps,
        { namespace: 'quiet', name: 'cm' },
        { merge: { metadata: { annotations: { turn: String(turn) } } } },
      );
    await here.write('cm', 'first');
    await here.fence();
    const before = await here.markers();
    await here.change(['cm']);
    await here.allRolled();
    expect([before, (await real.client.get(deployments, { namespace: 'quiet', name: 'web' })).metadata?.generation]).toEqual([[[]], 3]);
  });
});
