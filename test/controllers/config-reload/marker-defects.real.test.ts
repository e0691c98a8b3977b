import { expect, it } from '@jest/globals';
import { APPLIED } from '../../../controllers/config-reload/seen/annotation-keys.ts';
import { DELETED } from '../../../controllers/config-reload/seen/marker.ts';
import { configMaps, deployments, jobs } from '../../../kube/objects/built-in.ts';
import { describeReal } from '../../real/api-server.ts';
import type { Fate } from '../../real/request-proxy.ts';
import { AUTO, configMap, fromConfigMap, fromSecret } from './objects.ts';
import { until } from './stage.ts';
import { batchTemplate, cronJobs, defectsStage } from './reloaders-defects.ts';

/** By the numbers of a list of what is wrong with Reloader: here it is right. */
describeReal("Reloader's defects of markers, deletions and batches, on a real API server", () => {
  const defects = defectsStage();
  const { real, envOf, markers, rolls, on } = defects;

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
    defects.proxy.fate = async ({ what }): Promise<Fate> => {
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
    const release = defects.proxy.holdEvents('configmaps');
    for (const name of ['cm', 'cm-2']) await real.client.delete(configMaps, { namespace: here.namespace, name });
    release();
    await until(async () => rolls(here) === 2);
    defects.proxy.fate = () => 'served';
    // What it takes away is where it was: what else has changed is no reason to look again.
    expect([meddled, await envOf(here), (await markers(here))[0]]).toEqual([
      1,
      ['COMES', 'STAKATER_CM_2_CONFIGMAP', 'STAYS'],
      `STAKATER_CM_2_CONFIGMAP=${DELETED}`,
    ]);
  });

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
  });

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
    const release = defects.proxy.holdEvents('configmaps');
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
  });

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
  });

  it('12, 13: no profiler answers beside the metrics, and each reload is counted once', async () => {
    const here = await on('counted');
    const count = async (name: string) => {
      const [, text] = await defects.shared.get('/metrics');
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
    expect((await defects.shared.get('/debug/pprof/'))[0]).toBe(404);
  });

  it('14: what was deleted while the watches were cut is heard of, and rolls once', async () => {
    const here = await on('cut');
    const restore = defects.proxy.cutWatches();
    await real.client.delete(configMaps, { namespace: here.namespace, name: 'cm' });
    await here.change(['secret']);
    restore();
    await until(async () => (await markers(here)).length === 1);
    await here.fence();
    expect([rolls(here), await markers(here)]).toEqual([1, [`STAKATER_CM_CONFIGMAP=${DELETED}`]]);
  });
});
