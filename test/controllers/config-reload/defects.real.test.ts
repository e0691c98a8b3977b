import { beforeAll, expect, it } from '@jest/globals';
import { APPLIED } from '../../../controllers/config-reload/seen/annotation-keys.ts';
import { contentMarker, DELETED } from '../../../controllers/config-reload/seen/marker.ts';
import { jobs } from '../../../controllers/config-reload/act/run-cron-job.ts';
import { configMaps, deployments, events, leases, type Deployment } from '../../../kube/objects/built-in.ts';
import { resource, type KubeObject } from '../../../kube/objects/resource.ts';
import { describeReal } from '../../real/api-server.ts';
import type { Fate, RequestProxy } from '../../real/request-proxy.ts';
import type { ControllerHere } from '../runtime/controller-here.ts';
import { atRealServer } from './at-real-server.ts';
import { AUTO, configMap, fromConfigMap, fromSecret, podTemplate, workload } from './objects.ts';
import { markersOf } from './scenarios.ts';
import { until, type Stage, type StageOptions } from './stage.ts';

const cronJobs = resource<KubeObject & { readonly spec: object; readonly status?: object }>('batch', 'v1', 'cronjobs', 'CronJob');
const policies = resource<KubeObject & { readonly spec: object }>(
  'admissionregistration.k8s.io',
  'v1',
  'validatingadmissionpolicies',
  'ValidatingAdmissionPolicy',
  'cluster',
);
const bindings = resource<KubeObject & { readonly spec: object }>(
  'admissionregistration.k8s.io',
  'v1',
  'validatingadmissionpolicybindings',
  'ValidatingAdmissionPolicyBinding',
  'cluster',
);
const PAUSE_PERIOD = 'deployment.reloader.stakater.com/pause-period';
const PAUSED_AT = 'deployment.reloader.stakater.com/paused-at';
/** These have controllers of their own. */
const APART = ['lists', 'refused', 'down', 'paused', 'one-type'];
const batchTemplate = { ...podTemplate('job', { pod: { ...fromConfigMap('cm'), restartPolicy: 'Never' } }), metadata: {} };

/** What is wrong with Reloader, by the numbers of a list of its defects: here it is right. */
describeReal("Reloader's defects, on a real API server", () => {
  const real = atRealServer('suite');
  let proxy: RequestProxy;
  let shared: ControllerHere;
  beforeAll(async () => {
    proxy = await real.proxy();
    shared = real.startHere(['--debounce=300ms', '--reload-on-delete', `--namespaces-to-ignore=${APART.join()}`], { through: proxy });
    await real.client.create(policies, {
      metadata: { name: 'frozen' },
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: {
          resourceRules: [{ apiGroups: ['apps'], apiVersions: ['v1'], operations: ['UPDATE'], resources: ['deployments'] }],
        },
        validations: [
          {
            expression: "!('frozen' in oldObject.metadata.?labels.orValue({})) || object.spec.template == oldObject.spec.template",
            message: 'it is frozen',
          },
        ],
      },
    });
    await real.client.create(bindings, { metadata: { name: 'frozen' }, spec: { policyName: 'frozen', validationActions: ['Deny'] } });
    await shared.logged('listed');
  }, 150_000);

  const get = (here: Stage, name = 'web'): Promise<Deployment> => real.client.get(deployments, { namespace: here.namespace, name });
  const envOf = async (here: Stage, name = 'web') =>
    ((await get(here, name)).spec?.template.spec?.containers[0]?.env ?? [])
      .map((variable) => variable.name)
      .sort((one, other) => one.localeCompare(other));
  const markers = async (here: Stage, name = 'web') => markersOf(await get(here, name));
  /** How often the controllers changed a Deployment, the note of its sources not counted. */
  const rolls = (here: Stage, name = 'web', by = proxy) =>
    by.writes.filter(({ what }) => what === `patch deployments.apps ${here.namespace}/${name}`).length - 1;
  async function on(namespace: string, options: StageOptions = {}): Promise<Stage> {
    const here = real.on(namespace);
    await here.build({ parts: { annotations: AUTO, pod: fromConfigMap('cm') }, kinds: [deployments], ...options });
    if (!APART.includes(namespace)) await here.recorded(true);
    return here;
  }
  const create = async (here: Stage, name: string, parts: Parameters<typeof workload>[1]): Promise<void> => {
    await real.client.create(deployments, workload(name, { namespace: here.namespace, ...parts }));
    await until(async () => (await get(here, name)).metadata?.annotations?.[APPLIED] !== undefined);
  };
  const write = (here: Stage, data: Readonly<Record<string, string | null>>) =>
    real.client.patch(configMaps, { namespace: here.namespace, name: 'cm' }, { merge: { data } });
  const annotate = (here: Stage, annotations: Readonly<Record<string, string | null>>, name = 'web') =>
    real.client.patch(deployments, { namespace: here.namespace, name }, { merge: { metadata: { annotations } } });
  const eventsOf = async (here: Stage, reason: string) =>
    (await real.client.list(events, { namespace: here.namespace })).items.filter((event) => event.reason === reason);

  it('1, 2: many changes of several sources are one rollout, and nothing is listed or read for them; what is ignored is not even cached', async () => {
    const here = await on('together', {
      parts: {
        pod: {
          containers: [
            {
              name: 'main',
              image: 'none',
              envFrom: [{ configMapRef: { name: 'cm' } }, { configMapRef: { name: 'cm-2' } }, { secretRef: { name: 'secret' } }],
            },
          ],
        },
      },
    });
    const since = proxy.asked.length;
    const release = proxy.holdEvents('configmaps', 'secrets'); // however slow the machine is, they come at once
    await Promise.all([
      ...Array.from({ length: 20 }, (_, at) => here.write('cm', String(at))),
      here.write('cm-2', 'updated'),
      here.write('secret', 'updated'),
    ]);
    release();
    await here.allRolled();
    await here.fence();
    expect([rolls(here), (await markers(here)).length]).toEqual([1, 3]);
    expect(
      [
        ...new Set(
          proxy.asked
            .slice(since)
            .filter(({ verb }) => verb !== 'watch')
            .map(({ verb, resource: kind }) => `${verb} ${kind}`),
        ),
      ].sort(),
    ).toEqual(['create events', 'patch deployments.apps']);
    const followed = proxy.asked.filter(
      ({ verb, resource: kind }) => (verb === 'list' || verb === 'watch') && kind !== 'leases.coordination.k8s.io',
    );
    const elsewhere = APART.map((name) => `metadata.namespace!=${name}`);
    const selected = (kind: string) => [...elsewhere, ...(kind === 'secrets' ? ['type!=helm.sh/release.v1'] : [])].join();
    expect(followed.filter(({ query, resource: kind }) => query.get('fieldSelector') !== selected(kind))).toEqual([]);
  }, 120_000);

  it('3: lists that fail for a while, by a refusal or an error, lose no change', async () => {
    const [failing, refused] = [await on('lists'), await on('refused')];
    const args = ['--namespaces=lists,refused'];
    const before = real.startHere(args);
    for (const here of [failing, refused]) await here.recorded(true);
    await before.stop();
    const own = await real.proxy();
    own.fate = ({ verb, resource: kind, namespace }) => {
      if (verb !== 'list' && verb !== 'watch') return 'served';
      if (kind === 'deployments.apps' && namespace === 'lists') return { status: 500, reason: 'InternalError', message: 'etcd is away' };
      return kind === 'configmaps' && namespace === 'refused'
        ? { status: 403, reason: 'Forbidden', message: 'configmaps is forbidden' }
        : 'served';
    };
    const controller = real.startHere(args, { through: own });
    await controller.logged('cannot follow');
    for (const here of [failing, refused]) await here.change(['cm']);
    own.fate = () => 'served';
    for (const here of [failing, refused]) await here.allRolled();
    for (const here of [failing, refused]) await here.fence();
    // Without those that only note what could not be seen for a while.
    expect(
      [failing, refused].map(
        (here) =>
          own.writes.filter(({ what, body }) => what === `patch deployments.apps ${here.namespace}/web` && body.includes('STAKATER_'))
            .length,
      ),
    ).toEqual([1, 1]);
    await controller.stop();
  }, 120_000);

  it('4: a workload that is refused by a policy neither stops nor repeats the others, is told about, and rolls once the policy lets it', async () => {
    const here = await on('frozen');
    const name = { namespace: here.namespace, name: 'nightly' };
    for (const other of ['a', 'z']) await create(here, other, { pod: fromConfigMap('cm') });
    await real.client.create(cronJobs, {
      metadata: { ...name, annotations: AUTO },
      spec: { schedule: '0 0 1 1 *', jobTemplate: { spec: { suspend: true, template: batchTemplate } } },
    });
    await until(async () => (await real.client.get(cronJobs, name)).metadata?.annotations?.[APPLIED] !== undefined);
    await real.client.patch(deployments, { namespace: here.namespace, name: 'a' }, { merge: { metadata: { labels: { frozen: 'yes' } } } });
    const tries = () => proxy.asked.filter(({ what }) => what === `patch deployments.apps ${here.namespace}/a`).length - 1;
    await here.change(['cm']);
    await until(async () => tries() >= 4 && (await eventsOf(here, 'ReloadFail')).length > 0);
    await here.fence();
    const jobsOf = async () => (await real.client.list(jobs, { namespace: here.namespace })).items.length;
    expect([rolls(here, 'a'), rolls(here), rolls(here, 'z'), await jobsOf()]).toEqual([0, 1, 1, 1]);
    expect((await eventsOf(here, 'ReloadFail'))[0]).toMatchObject({
      type: 'Warning',
      involvedObject: { name: 'a' },
      message: expect.stringContaining('it is frozen'),
    });
    await real.client.patch(deployments, { namespace: here.namespace, name: 'a' }, { merge: { metadata: { labels: { frozen: null } } } });
    await until(async () => (await markers(here, 'a')).length === 1);
    await here.fence();
    expect([rolls(here, 'a'), rolls(here), rolls(here, 'z'), await jobsOf()]).toEqual([1, 1, 1, 1]);
  }, 120_000);

  it('5, 11: exactly what changed while nobody ran rolls, by the strategy annotations too; and who is told to stop leaves the Lease at once', async () => {
    const here = real.on('down');
    await here.build({ parts: { pod: fromConfigMap('cm') }, kinds: [deployments] });
    await real.client.create(deployments, workload('other', { namespace: 'down', pod: fromConfigMap('cm-2') }));
    const args = [
      '--namespaces=down',
      '--reload-strategy=annotations',
      '--leader-elect=true',
      '--lease-duration=600s',
      '--renew-deadline=500s',
    ];
    const own = await real.proxy();
    const first = real.start(args, { through: own });
    await here.recorded(true);
    await here.change(['cm']);
    await here.allRolled();
    first.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    expect((await real.client.get(leases, { namespace: 'default', name: 'civ8s-config-reload' })).spec?.holderIdentity).toBe('');
    await write(here, { key: 'third' });
    const second = real.startHere(args, { through: own });
    await second.logged('leading');
    await until(async () => rolls(here, 'web', own) === 2);
    await here.fence();
    expect([rolls(here, 'web', own), rolls(here, 'other', own)]).toEqual([2, 0]);
    expect(await second.stop()).toBe(0);
  }, 120_000);

  it('6: a pause outlives the process that began it, and a failing write at its end; a period that is none stops nobody', async () => {
    const here = real.on('paused');
    await here.build({ parts: { annotations: { ...AUTO, [PAUSE_PERIOD]: '2s' }, pod: fromConfigMap('cm') }, kinds: [deployments] });
    await real.client.create(
      deployments,
      workload('a', { namespace: 'paused', annotations: { ...AUTO, [PAUSE_PERIOD]: 'soon' }, pod: fromConfigMap('cm') }),
    );
    await real.client.create(deployments, workload('z', { namespace: 'paused', pod: fromConfigMap('cm') }));
    const own = await real.proxy();
    const first = real.start(['--namespaces=paused'], { through: own });
    for (const name of ['web', 'a', 'z']) await until(async () => (await get(here, name)).metadata?.annotations?.[APPLIED] !== undefined);
    own.committed = ({ what, body }) => {
      if (what === 'patch deployments.apps paused/web' && body.includes('"/spec/paused","value":true')) first.kill('SIGKILL');
    };
    await here.change(['cm']);
    expect([await first.ended, (await get(here)).spec?.paused]).toEqual(['SIGKILL', true]);
    const done = own.writes.length;
    let failures = 3;
    own.fate = ({ what }) =>
      what === 'patch deployments.apps paused/web' && failures-- > 0
        ? { status: 500, reason: 'InternalError', message: 'etcd is away' }
        : 'served';
    const second = real.startHere(['--namespaces=paused'], { through: own });
    await until(async () => (await get(here)).spec?.paused !== true);
    for (const name of ['a', 'z']) await until(async () => (await markers(here, name)).length === 1);
    const writes = own.writes.slice(done).filter(({ what }) => what === 'patch deployments.apps paused/web');
    expect([failures, (await get(here)).metadata?.annotations?.[PAUSED_AT], writes.length, (await get(here, 'a')).spec?.paused]).toEqual([
      -1,
      undefined,
      1,
      undefined,
    ]);
    await second.stop();
  }, 120_000);

  it('6: a period that is no duration is told of', async () => {
    const here = await on('no-period');
    await annotate(here, { [PAUSE_PERIOD]: 'soon' });
    await here.change(['cm']);
    await until(async () => (await eventsOf(here, 'ReloadAnnotation')).length > 0);
    expect((await eventsOf(here, 'ReloadAnnotation'))[0]?.message).toContain('the pause period "soon" is not a duration');
  }, 120_000);

  it('7: contents that have one marker are told apart, and what a Secret holds cannot be guessed by its record', async () => {
    const here = await on('ambiguous', {
      parts: {
        pod: {
          containers: [{ name: 'main', image: 'none', envFrom: [{ configMapRef: { name: 'cm' } }, { secretRef: { name: 'secret' } }] }],
        },
      },
    });
    const contents: readonly Readonly<Record<string, string | null>>[] = [
      { key: null, a: '1;b=2' },
      { a: '1', b: '2' },
    ];
    for (const [at, data] of contents.entries()) {
      await write(here, data);
      await until(async () => rolls(here) === at + 1);
    }
    expect(contentMarker([['a', '1;b=2']])).toBe(
      contentMarker([
        ['a', '1'],
        ['b', '2'],
      ]),
    );
    const guessed = contentMarker([['key', Buffer.from('first')]]);
    expect((await get(here)).metadata?.annotations?.[APPLIED]).not.toContain(guessed.slice(0, 8));
  }, 120_000);

  it('8: a deletion rolls also where there was no variable, and takes it away where there was one, whatever another does to the environment meanwhile', async () => {
    const here = await on('deleted', {
      parts: {
        pod: {
          containers: [
            {
              name: 'main',
              image: 'none',
              env: [
                { name: 'GOES', value: '1' },
                { name: 'STAYS', value: '1' },
              ],
              envFrom: [{ configMapRef: { name: 'cm' } }, { configMapRef: { name: 'cm-2' } }],
            },
          ],
        },
      },
    });
    await here.change(['cm']);
    await until(async () => rolls(here) === 1);
    let meddled = 0;
    proxy.fate = async ({ what }): Promise<Fate> => {
      const first = what === `patch deployments.apps ${here.namespace}/web` && meddled++ === 0;
      if (first)
        await real.client.patch(
          deployments,
          { namespace: here.namespace, name: 'web' },
          {
            strategic: {
              spec: {
                template: {
                  spec: {
                    containers: [
                      {
                        name: 'main',
                        env: [
                          { $patch: 'delete', name: 'GOES' },
                          { name: 'COMES', value: '1' },
                        ],
                      },
                    ],
                  },
                },
              },
            },
          },
        );
      return 'served';
    };
    const release = proxy.holdEvents('configmaps');
    for (const name of ['cm', 'cm-2']) await real.client.delete(configMaps, { namespace: here.namespace, name });
    release();
    await until(async () => rolls(here) === 2);
    proxy.fate = () => 'served';
    // What it takes away is where it was: what else has changed is no reason to look again.
    expect([meddled, await envOf(here), (await markers(here))[0]]).toEqual([
      1,
      ['COMES', 'STAKATER_CM_2_CONFIGMAP', 'STAYS'],
      `STAKATER_CM_2_CONFIGMAP=${DELETED}`,
    ]);
  }, 120_000);

  it('9: with Secrets ignored, a ConfigMap that comes and goes still rolls what uses it', async () => {
    const here = real.on('one-type');
    await here.build({ parts: { pod: fromConfigMap('cm') }, without: ['cm'], kinds: [deployments] });
    const controller = real.startHere([
      '--namespaces=one-type',
      '--resources-to-ignore=secrets',
      '--reload-on-create',
      '--reload-on-delete',
    ]);
    await here.recorded(true);
    await real.client.create(configMaps, configMap('cm', { key: 'first' }, { namespace: here.namespace }));
    await here.allRolled();
    await real.client.delete(configMaps, { namespace: here.namespace, name: 'cm' });
    await until(async () => (await markers(here)).length === 0);
    await controller.stop();
  }, 120_000);

  it('10: a finished Job and a suspended CronJob are left alone, one whose run is not over waits, and many changes start one Job', async () => {
    const here = await on('batch');
    const { namespace } = here;
    const cron = (name: string, spec: object) =>
      real.client.create(cronJobs, {
        metadata: { namespace, name, annotations: AUTO },
        spec: { schedule: '0 0 1 1 *', jobTemplate: { spec: { suspend: true, template: batchTemplate } }, ...spec },
      });
    const finished = await real.client.create(jobs, {
      metadata: { namespace, name: 'finished', annotations: AUTO },
      spec: { template: batchTemplate },
    });
    const time = finished.metadata?.creationTimestamp;
    const conditions = ['SuccessCriteriaMet', 'Complete'].map((type) => ({
      type,
      status: 'True',
      lastTransitionTime: time,
      lastProbeTime: time,
    }));
    await real.client.patch(
      jobs,
      { namespace, name: 'finished' },
      { merge: { status: { startTime: time, completionTime: time, succeeded: 1, conditions } } },
      { subresource: 'status' },
    );
    await cron('asleep', { suspend: true });
    await cron('nightly', {});
    const active = await cron('busy', { concurrencyPolicy: 'Forbid' });
    await real.client.patch(
      cronJobs,
      { namespace, name: 'busy' },
      { merge: { status: { active: [{ apiVersion: 'batch/v1', kind: 'Job', namespace, name: 'run', uid: active.metadata?.uid }] } } },
      { subresource: 'status' },
    );
    for (const name of ['asleep', 'nightly', 'busy'])
      await until(async () => (await real.client.get(cronJobs, { namespace, name })).metadata?.annotations?.[APPLIED] !== undefined);
    await until(async () => (await real.client.get(jobs, { namespace, name: 'finished' })).metadata?.annotations?.[APPLIED] !== undefined);
    const release = proxy.holdEvents('configmaps');
    for (let at = 0; at < 10; at++) await here.write('cm', String(at));
    release();
    const owners = async () =>
      (await real.client.list(jobs, { namespace })).items.map(({ metadata }) => metadata?.ownerReferences?.[0]?.name ?? metadata?.uid);
    await until(async () => (await owners()).includes('nightly'));
    await here.fence();
    expect(new Set(await owners())).toEqual(new Set([finished.metadata?.uid, 'nightly']));
    await real.client.patch(cronJobs, { namespace, name: 'busy' }, { merge: { status: { active: null } } }, { subresource: 'status' });
    await until(async () => (await owners()).includes('busy'));
    expect(await owners()).toHaveLength(3);
  }, 120_000);

  it('11: the variable of a source that is used no more goes with the next roll, which it does not cause', async () => {
    const here = await on('tidied', { parts: { pod: fromSecret('secret') } });
    await here.change(['secret']);
    await here.allRolled();
    await real.client.patch(
      deployments,
      { namespace: here.namespace, name: 'web' },
      { strategic: { spec: { template: { spec: { containers: [{ name: 'main', envFrom: [{ configMapRef: { name: 'cm' } }] }] } } } } },
    );
    await here.fence();
    const before = await envOf(here);
    await here.change(['cm']);
    await until(async () => (await envOf(here)).includes('STAKATER_CM_CONFIGMAP'));
    expect([before, await envOf(here)]).toEqual([['STAKATER_SECRET_SECRET'], ['STAKATER_CM_CONFIGMAP']]);
  }, 120_000);

  it('12, 13: no profiler answers beside the metrics, and each reload is counted once', async () => {
    const here = await on('counted');
    const count = async (name: string) => {
      const [, text] = await shared.get('/metrics');
      return Number(
        text
          .split('\n')
          .find((line) => line.startsWith(name))
          ?.split(' ')
          .at(-1),
      );
    };
    const counters = [
      'reloader_reload_executed_total{success="true"}',
      'reloader_action_total{workload_kind="Deployment",result="success"}',
      'reloader_action_latency_seconds_count{workload_kind="Deployment"}',
    ];
    const before = await Promise.all(counters.map(count));
    await here.change(['cm']);
    await here.allRolled();
    await until(async () => (await count(counters[0] ?? '')) > (before[0] ?? 0));
    const now = await Promise.all(counters.map(count));
    expect(now.map((value, at) => value - (before[at] ?? 0))).toEqual([1, 1, 1]);
    expect((await shared.get('/debug/pprof/'))[0]).toBe(404);
  }, 120_000);

  it('14: what was deleted while the watches were cut is heard of, and rolls once', async () => {
    const here = await on('cut');
    const restore = proxy.cutWatches();
    await real.client.delete(configMaps, { namespace: here.namespace, name: 'cm' });
    await here.change(['secret']);
    restore();
    await until(async () => (await markers(here)).length === 1);
    await here.fence();
    expect([rolls(here), await markers(here)]).toEqual([1, [`STAKATER_CM_CONFIGMAP=${DELETED}`]]);
  }, 120_000);
});
