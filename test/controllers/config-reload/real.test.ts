import { expect, it } from '@jest/globals';
import { APPLIED } from '../../../controllers/config-reload/seen/annotation-keys.ts';
import { DELETED, parseReloadedFrom } from '../../../controllers/config-reload/seen/marker.ts';
import { jobs } from '../../../controllers/config-reload/act/run-cron-job.ts';
import { configMaps, deployments, namespaces, secrets, type Deployment } from '../../../kube/objects/built-in.ts';
import { resource, type KubeObject } from '../../../kube/objects/resource.ts';
import { describeReal } from '../../real/api-server.ts';
import { atRealServer } from './at-real-server.ts';
import { AUTO, configMap, fromConfigMap, fromSecret, podTemplate, secret, workload } from './objects.ts';
import { markersOf, scenarios, type Scenario } from './scenarios.ts';
import { KINDS, until } from './stage.ts';

const cronJobs = resource<KubeObject & { readonly spec: object }>('batch', 'v1', 'cronjobs', 'CronJob');
const QUICK_LEASE = ['--leader-elect=true', '--lease-duration=3s', '--renew-deadline=2s', '--retry-period=500ms'];
/** The SHA-1 of `key=updated`, which is what a scenario writes. */
const UPDATED = '6b3093988321555757cc9b88a5f2d59101a0261c';
const both = {
  containers: [{ name: 'main', image: 'none', envFrom: [{ configMapRef: { name: 'cm' } }, { secretRef: { name: 'secret' } }] }],
};
const NAMED_CM = { 'configmap.reloader.stakater.com/reload': 'cm' };
const NAMED_SECRET = { 'secret.reloader.stakater.com/reload': 'secret' };
const MATCHES = { 'reloader.stakater.com/match': 'true' };

/** A namespace, and whether a Deployment in it rolls for its ConfigMap and for its Secret. */
interface Side {
  readonly namespace: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly sourceLabels?: Readonly<Record<string, string>>;
  readonly rolls: readonly ('cm' | 'secret')[];
}
const all = ['cm', 'secret'] as const;

describeReal('config-reload on a real API server', () => {
  const real = atRealServer();
  const { start, startHere } = real;

  it.each(['env-vars', 'annotations'])(
    "Reloader's own scenarios, with the strategy %s",
    async (strategy) => {
      startHere([`--reload-strategy=${strategy}`]);
      const wrong: unknown[] = [];
      const isRight =
        strategy === 'env-vars'
          ? /^STAKATER_(CM|CM_2)_CONFIGMAP=|^STAKATER_(SECRET|SECRET_2)_SECRET=/
          : /^\{"type":"(CONFIGMAP|SECRET)","name":"(cm|secret)(-2)?",/;
      const play = async (scenario: Scenario, at: number): Promise<void> => {
        const here = real.on(`${strategy}-${at}`);
        // How it is written does not depend on the kind: the second strategy meets each kind in every third scenario.
        await here.build({ ...scenario, ...(strategy === 'env-vars' ? {} : { kinds: KINDS.slice(at % 3, (at % 3) + 1) }) });
        await here.recorded(scenario.rolls);
        await here.change(scenario.change);
        await here.fence();
        if (scenario.rolls) await here.allRolled();
        const markers = await here.markers();
        const asExpected = scenario.rolls
          ? markers.every(([marker = '', ...more]) => more.length === 0 && isRight.test(marker) && marker.includes(UPDATED))
          : markers.flat().length === 0;
        if (!asExpected) wrong.push([scenario.name, markers]);
      };
      const left = scenarios.map((scenario, at) => ({ scenario, at }));
      const player = async (): Promise<void> => {
        for (let next = left.shift(); next !== undefined; next = left.shift()) await play(next.scenario, next.at);
      };
      await Promise.all(Array.from({ length: 8 }, player));
      expect(wrong).toEqual([]);

      const again = real.on(`${strategy}-again`);
      await again.build({ parts: { pod: fromConfigMap('cm') } });
      await again.recorded(true);
      const seen = new Set<string>();
      for (const value of ['one', 'two', 'three']) {
        await again.write('cm', value);
        await until(async () => (await again.markers()).every(([marker]) => marker !== undefined && !seen.has(marker)));
        for (const marker of (await again.markers()).flat()) seen.add(marker);
      }
    },
    120_000,
  );

  it.each<
    [string, { readonly args?: readonly string[]; readonly env?: Readonly<Record<string, string>>; readonly sides: readonly Side[] }]
  >([
    [
      'all namespaces',
      {
        sides: [
          { namespace: 'anywhere', rolls: all },
          { namespace: 'elsewhere', rolls: all },
        ],
      },
    ],
    [
      'auto-reload-all',
      {
        args: ['--auto-reload-all'],
        sides: [
          { namespace: 'unannotated', annotations: {}, rolls: all },
          { namespace: 'opted-out', annotations: { 'reloader.stakater.com/auto': 'false' }, rolls: [] },
        ],
      },
    ],
    ['no Secrets', { args: ['--resources-to-ignore=Secrets'], sides: [{ namespace: 'no-secrets', rolls: ['cm'] }] }],
    ['no ConfigMaps', { args: ['--resources-to-ignore=configMaps'], sides: [{ namespace: 'no-configmaps', rolls: ['secret'] }] }],
    [
      'ignored namespaces',
      {
        args: ['--namespaces-to-ignore=other,ignored'],
        sides: [
          { namespace: 'not-ignored', rolls: all },
          { namespace: 'ignored', rolls: [] },
        ],
      },
    ],
    [
      'selected namespaces',
      {
        args: ['--namespace-selector=env:test'],
        sides: [
          { namespace: 'selected', labels: { env: 'test' }, rolls: all },
          { namespace: 'not-selected', labels: { env: 'other' }, rolls: [] },
        ],
      },
    ],
    [
      'its own namespace alone',
      {
        env: { KUBERNETES_NAMESPACE: 'own' },
        sides: [
          { namespace: 'own', rolls: all },
          { namespace: 'not-own', rolls: [] },
        ],
      },
    ],
    [
      'listed namespaces',
      {
        args: ['--namespaces=listed,release'],
        sides: [
          { namespace: 'listed', rolls: all },
          { namespace: 'release', rolls: all },
          { namespace: 'not-listed', rolls: [] },
        ],
      },
    ],
    [
      'labelled sources',
      {
        args: ['--resource-label-selector=reload=true'],
        sides: [
          { namespace: 'labelled', sourceLabels: { reload: 'true' }, rolls: all },
          { namespace: 'unlabelled', rolls: [] },
        ],
      },
    ],
  ])(
    'flags: %s',
    async (_, { args = [], env = {}, sides }) => {
      const stages = sides.map((side) => ({ side, here: real.on(side.namespace) }));
      await Promise.all(
        stages.map(({ here, side: { annotations = AUTO, labels = {}, sourceLabels = {} } }) =>
          here.build({ parts: { annotations, pod: both }, labels, sourceLabels, kinds: [deployments] }),
        ),
      );
      startHere(args, { env });
      for (const { side, here } of stages) if (side.rolls.length > 0) await here.recorded(true);
      const types = ['ConfigMap', 'Secret'].filter((type) => !args.join().toLowerCase().includes(`ignore=${type.toLowerCase()}s`));
      for (const source of all) {
        for (const { here } of stages) await here.change([source]);
        for (const { side, here } of stages) if (side.rolls.length > 0) await here.fence(types);
        for (const { side, here } of stages) {
          const isMarked = async () =>
            (await here.markers()).flat().some((marker) => marker.startsWith(`STAKATER_${source.toUpperCase()}_`));
          if (side.rolls.includes(source)) await until(isMarked);
          expect([side.namespace, source, await isMarked()]).toEqual([side.namespace, source, side.rolls.includes(source)]);
        }
      }
    },
    120_000,
  );

  it.each([
    ['env-vars', true],
    ['env-vars', false],
    ['annotations', true],
    ['annotations', false],
  ] as const)(
    'sources that are made and deleted, with the strategy %s and the flags for it: %s',
    async (strategy, asked) => {
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
    },
    120_000,
  );

  it.each<[string, readonly string[], readonly string[]]>([
    ['', [], ['CronJob', 'Job']],
    [', where CronJobs are ignored', ['--ignored-workload-types=cronjobs'], ['Job']],
    [', where both are', ['--ignored-workload-types=jobs,cronjobs'], []],
  ])(
    'a change starts a Job of a CronJob and recreates a Job, whichever way they name the source%s',
    async (_, args, kinds) => {
      const namespace = `batch-${args.length === 0 ? 'all' : kinds.length}`;
      const here = real.on(namespace);
      const from = (use: object) => ({ containers: [{ name: 'main', image: 'none', env: [{ name: 'X', valueFrom: use }] }] });
      const uses = [
        ['named-cm', 'cm', NAMED_CM, fromConfigMap('cm')],
        ['named-secret', 'secret', NAMED_SECRET, fromSecret('secret')],
        ['auto', 'cm', AUTO, fromConfigMap('cm')],
        ['key-of-cm', 'cm', AUTO, from({ configMapKeyRef: { name: 'cm', key: 'key' } })],
        ['key-of-secret', 'secret', AUTO, from({ secretKeyRef: { name: 'secret', key: 'key' } })],
      ] as const;
      await here.build({ parts: { pod: fromConfigMap('cm') }, kinds: [deployments] });
      const made = await Promise.all(
        uses.map(async ([name, source, annotations, pod]) => {
          const template = { ...podTemplate('job', { pod: { ...pod, restartPolicy: 'Never' } }), metadata: {} };
          const job = await real.client.create(jobs, { metadata: { namespace, name, annotations }, spec: { suspend: true, template } });
          const cron = await real.client.create(cronJobs, {
            metadata: { namespace, name: `cron-${name}`, annotations },
            spec: { schedule: '0 0 1 1 *', jobTemplate: { spec: { suspend: true, template } } },
          });
          return { name, source, job, cron };
        }),
      );
      const proxy = await real.proxy();
      startHere(args, { through: proxy });
      await here.recorded(true);
      const isRecorded = ({ metadata }: KubeObject) => metadata?.annotations?.[APPLIED] !== undefined;
      if (kinds.includes('Job')) await until(async () => (await real.client.list(jobs, { namespace })).items.every(isRecorded));
      if (kinds.includes('CronJob')) await until(async () => (await real.client.list(cronJobs, { namespace })).items.every(isRecorded));
      await here.change(all);
      await here.allRolled();
      await here.fence();
      const now = async () => (await real.client.list(jobs, { namespace })).items;
      const marker = (source: string) => (source === 'cm' ? 'STAKATER_CM_CONFIGMAP' : 'STAKATER_SECRET_SECRET');
      const isMarked = (job: Awaited<ReturnType<typeof now>>[number] | undefined, source: string) =>
        job?.spec?.template.spec?.containers[0]?.env?.some(({ name, value }) => name === marker(source) && value === UPDATED) ?? false;
      for (const { name, source, job, cron } of made) {
        const recreated = async () => (await now()).find(({ metadata }) => metadata?.name === name && metadata.uid !== job.metadata?.uid);
        const started = async () =>
          (await now()).find(
            ({ metadata }) =>
              metadata?.ownerReferences?.[0]?.uid === cron.metadata?.uid &&
              metadata?.annotations?.['cronjob.kubernetes.io/instantiate'] === 'manual',
          );
        if (kinds.includes('Job')) await until(async () => isMarked(await recreated(), source));
        if (kinds.includes('CronJob')) await until(async () => isMarked(await started(), source));
        expect([name, (await recreated()) !== undefined, (await started()) !== undefined]).toEqual([
          name,
          kinds.includes('Job'),
          kinds.includes('CronJob'),
        ]);
      }
      await until(async () => (await now()).length === uses.length + (kinds.includes('CronJob') ? uses.length : 0)); // none is kept beside
      const read = new Set(proxy.asked.map(({ resource: kind }) => kind));
      expect([read.has('cronjobs.batch'), read.has('jobs.batch')]).toEqual([kinds.includes('CronJob'), kinds.includes('Job')]);
    },
    120_000,
  );

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
  }, 120_000);

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
  }, 120_000);
});
