import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { APPLIED } from '../../../controllers/config-reload/annotation-keys.ts';
import { jobs } from '../../../controllers/config-reload/run-cron-job.ts';
import { configMaps, deployments, namespaces, type Deployment } from '../../../kube/built-in.ts';
import { connect, type Connection } from '../../../kube/connect.ts';
import { resource, type KubeObject } from '../../../kube/resource.ts';
import { describeReal, startRealApiServer, type RealApiServer } from '../../real/api-server.ts';
import { startController, type ControllerProcess } from '../runtime/controller-process.ts';
import { AUTO, configMap, fromConfigMap, podTemplate, workload } from './objects.ts';
import { markersOf, scenarios } from './scenarios.ts';
import { stage, until, type Stage } from './stage.ts';

const cronJobs = resource<KubeObject & { readonly spec: object }>('batch', 'v1', 'cronjobs', 'CronJob');
const QUICK_LEASE = ['--lease-duration=3s', '--renew-deadline=2s', '--retry-period=500ms'];
const both = { containers: [{ name: 'main', image: 'none', envFrom: [{ configMapRef: { name: 'cm' } }, { secretRef: { name: 'secret' } }] }] };

describeReal('config-reload on a real API server', () => {
  let server: RealApiServer;
  let connection: Connection;
  const running: ControllerProcess[] = [];
  beforeAll(async () => {
    server = await startRealApiServer();
    connection = await connect({ env: {}, kubeconfig: server.kubeconfig, concurrency: 16 });
  }, 90_000);
  afterAll(async () => {
    await connection.close();
    await server.stop();
  });
  afterEach(async () => {
    for (const { kill } of running) kill('SIGTERM');
    await Promise.all(running.splice(0).map(({ ended }) => ended));
  });
  const start = (...args: string[]): ControllerProcess => {
    const controller = startController({ name: 'config-reload', kubeconfig: server.kubeconfig, args: ['--debounce=100ms', ...args] });
    running.push(controller);
    return controller;
  };
  const on = (namespace: string): Stage => stage(connection.client, namespace);

  it.each(['env-vars', 'annotations'])("Reloader's own scenarios, with the strategy %s", async (strategy) => {
    start('--leader-elect=false', `--reload-strategy=${strategy}`);
    const wrong: string[] = [];
    const play = async (scenario: (typeof scenarios)[number], at: number) => {
      const here = on(`${strategy}-${at}`);
      await here.build(scenario);
      await here.recorded(scenario.rolls);
      await here.change(scenario.change);
      await here.fence();
      if (scenario.rolls) await here.allRolled();
      if ((await here.rolled()).some((rolled) => rolled !== scenario.rolls)) wrong.push(scenario.name);
    };
    const left = scenarios.map((scenario, at) => ({ scenario, at }));
    const player = async (): Promise<void> => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) await play(next.scenario, next.at);
    };
    await Promise.all(Array.from({ length: 8 }, player));
    expect(wrong).toEqual([]);
  }, 120_000);

  /** A workload that uses `cm` and `secret`, and what rolls it. The fence is in a namespace that is looked after. */
  it.each<[string, string, readonly string[], { readonly annotations?: Readonly<Record<string, string>>; readonly labels?: Readonly<Record<string, string>> }, { readonly cm: boolean; readonly secret: boolean }]>([
    ['auto-reload-all', 'all', ['--auto-reload-all'], { annotations: {} }, { cm: true, secret: true }],
    ['no Secrets', 'no-secrets', ['--resources-to-ignore=Secrets'], {}, { cm: true, secret: false }],
    ['no ConfigMaps', 'no-configmaps', ['--resources-to-ignore=configMaps'], {}, { cm: false, secret: true }],
    ['an ignored namespace', 'ignored', ['--namespaces-to-ignore=other,ignored'], {}, { cm: false, secret: false }],
    ['a namespace that is not selected', 'not-selected', ['--namespace-selector=env:test'], { labels: { env: 'other' } }, { cm: false, secret: false }],
    ['a namespace that is not listed', 'not-listed', ['--namespaces=listed,other-listed'], {}, { cm: false, secret: false }],
    ['sources without the label', 'unlabelled', ['--resource-label-selector=reload=true'], {}, { cm: false, secret: false }],
  ])('flags: %s', async (_, namespace, args, { annotations = AUTO, labels }, expected) => {
    const fences = on(`${namespace}-fence`);
    const scoped = args.map((arg) => arg.replace('--namespaces=listed', `--namespaces=listed,${namespace}-fence`));
    const labelled = namespace === 'unlabelled';
    await fences.build({ labels: { env: 'test' }, kinds: [] });
    if (labelled) await connection.client.patch(configMaps, { namespace: fences.namespace, name: 'fence' }, { merge: { metadata: { labels: { reload: 'true' } } } });
    const here = on(namespace);
    await here.build({ parts: { annotations, pod: both }, labels, kinds: [deployments] });
    const types = labelled ? ['ConfigMap'] : ['ConfigMap', 'Secret'].filter((type) => !args.join().toLowerCase().includes(`ignore=${type.toLowerCase()}s`));
    start('--leader-elect=false', ...scoped);
    await fences.recorded(false);
    if (expected.cm || expected.secret) await here.recorded(true);
    for (const source of ['cm', 'secret'] as const) {
      await here.change([source]);
      await fences.fence(types);
      if (expected[source]) await until(async () => markersOf(await connection.client.get(deployments, { namespace, name: 'web' })).some((marker) => marker.includes(source.toUpperCase())));
      const marked = markersOf(await connection.client.get(deployments, { namespace, name: 'web' })).filter((marker) => marker.startsWith(`STAKATER_${source.toUpperCase()}_`));
      expect([source, marked.length]).toEqual([source, expected[source] ? 1 : 0]);
    }
  }, 60_000);

  it.each([[true], [false]])('sources that are made and deleted, with the flags for it: %s', async (asked) => {
    const here = on(`come-and-go-${asked}`);
    await here.build({ parts: { annotations: AUTO, pod: both }, without: ['cm', 'secret'], kinds: [deployments] });
    start('--leader-elect=false', ...(asked ? ['--reload-on-create', '--reload-on-delete'] : []));
    await here.recorded(asked);
    await connection.client.create(configMaps, configMap('cm', { key: 'first' }, { namespace: here.namespace }));
    await here.fence();
    const markers = async () => markersOf(await connection.client.get(deployments, { namespace: here.namespace, name: 'web' })).length;
    if (asked) await here.allRolled();
    const created = await markers();
    await connection.client.delete(configMaps, { namespace: here.namespace, name: 'cm' });
    await here.fence();
    if (asked) await until(async () => (await markers()) === 0); // the variable is taken away
    expect([created, await markers()]).toEqual([asked ? 1 : 0, 0]);
  }, 60_000);

  it('a Job is made anew, a CronJob starts a Job of its own, and both wait for nothing else', async () => {
    const namespace = 'batch';
    const here = on(namespace);
    await here.build({ kinds: [] });
    const template = { ...podTemplate('job', { pod: { ...fromConfigMap('cm'), restartPolicy: 'Never' } }), metadata: {} };
    const job = await connection.client.create(jobs, { metadata: { namespace, name: 'once', annotations: AUTO }, spec: { suspend: true, template } });
    const cron = await connection.client.create(cronJobs, { metadata: { namespace, name: 'nightly', annotations: AUTO }, spec: { schedule: '0 0 1 1 *', jobTemplate: { spec: { suspend: true, template } } } });
    start('--leader-elect=false');
    await until(async () => (await connection.client.get(jobs, { namespace, name: 'once' })).metadata?.annotations?.[APPLIED] !== undefined);
    await until(async () => (await connection.client.get(cronJobs, { namespace, name: 'nightly' })).metadata?.annotations?.[APPLIED] !== undefined);
    await here.change(['cm']);
    const all = async () => (await connection.client.list(jobs, { namespace })).items;
    await until(async () => (await all()).length === 2 && (await all()).every(({ metadata, spec }) => metadata?.uid !== job.metadata?.uid && spec?.template.spec?.containers[0]?.env?.[0]?.name === 'STAKATER_CM_CONFIGMAP'));
    const [started, anew] = [...(await all())].sort((one, other) => (one.metadata?.name ?? '').localeCompare(other.metadata?.name ?? ''));
    expect([anew?.metadata?.name, started?.metadata?.ownerReferences?.[0]?.uid, started?.metadata?.annotations?.['cronjob.kubernetes.io/instantiate']]).toEqual(['once', cron.metadata?.uid, 'manual']);
  }, 60_000);

  it('15: two replicas, the leader is killed in the midst of many rolls: each workload rolls exactly once', async () => {
    const count = 60;
    await connection.client.create(namespaces, { metadata: { name: 'killed' } });
    for (let at = 0; at < count; at++) {
      await connection.client.create(configMaps, configMap(`cm-${at}`, { key: 'first' }, { namespace: 'killed' }));
      await connection.client.create(deployments, workload(`web-${at}`, { namespace: 'killed', pod: fromConfigMap(`cm-${at}`) }));
    }
    const args = ['--reload-strategy=annotations', '--workers=2', ...QUICK_LEASE];
    const first = start(...args);
    await first.logged('leading');
    const second = start(...args);
    await second.logged('listed');
    const all = async (): Promise<readonly Deployment[]> => (await connection.client.list(deployments, { namespace: 'killed' })).items;
    await until(async () => (await all()).every(({ metadata }) => metadata?.annotations?.[APPLIED] !== undefined));
    await Promise.all(Array.from({ length: count }, (_, at) => connection.client.patch(configMaps, { namespace: 'killed', name: `cm-${at}` }, { merge: { data: { key: 'updated' } } })));
    await first.logged('reloaded');
    first.kill('SIGKILL');
    await until(async () => (await all()).every((one) => markersOf(one).length === 1));
    // The API server counts changes of spec and annotations: the creation, the record, the roll.
    expect(new Set((await all()).map(({ metadata }) => metadata?.generation))).toEqual(new Set([3]));
  }, 90_000);

  it('26: a ConfigMap that is touched again and again rolls nothing, and once for a change', async () => {
    const here = on('quiet');
    await here.build({ parts: { annotations: AUTO, pod: both }, kinds: [deployments] });
    start('--leader-elect=false');
    await here.recorded(true);
    for (let turn = 0; turn < 20; turn++) await connection.client.patch(configMaps, { namespace: 'quiet', name: 'cm' }, { merge: { metadata: { annotations: { turn: String(turn) } } } });
    await here.fence();
    const before = await here.rolled();
    await here.change(['cm']);
    await here.allRolled();
    expect([before, (await connection.client.get(deployments, { namespace: 'quiet', name: 'web' })).metadata?.generation]).toEqual([[false], 3]);
  }, 60_000);
});
