import { expect, it } from '@jest/globals';
import { APPLIED } from '../../../controllers/config-reload/seen/annotation-keys.ts';
import { cronJobs, deployments, jobs } from '../../../kube/objects/built-in.ts';
import type { KubeObject } from '../../../kube/objects/resource.ts';
import { describeReal } from '../../real/api-server.ts';
import { atRealServer } from './at-real-server.ts';
import { AUTO, fromConfigMap, fromSecret, podTemplate } from './objects.ts';
import { until } from './stage.ts';

/** The SHA-1 of `key=updated`, which is what a scenario writes. */
const UPDATED = '6b3093988321555757cc9b88a5f2d59101a0261c';
const NAMED_CM = { 'configmap.reloader.stakater.com/reload': 'cm' };
const NAMED_SECRET = { 'secret.reloader.stakater.com/reload': 'secret' };
const all = ['cm', 'secret'] as const;

describeReal('Jobs and CronJobs, on a real API server', () => {
  const real = atRealServer();
  const { startHere } = real;

  it.each<[string, readonly string[], readonly string[]]>([
    ['', [], ['CronJob', 'Job']],
    [', where CronJobs are ignored', ['--ignored-workload-types=cronjobs'], ['Job']],
    [', where both are', ['--ignored-workload-types=jobs,cronjobs'], []],
  ])('are started and recreated after a change, whichever way they name the source%s', async (_, args, kinds) => {
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
  });
});
