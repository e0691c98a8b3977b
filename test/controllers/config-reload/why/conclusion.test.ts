import { describe, expect, it } from '@jest/globals';
import { configReload } from '../../../../controllers/config-reload/config-reload.ts';
import { flags } from '../../../../controllers/config-reload/flags.ts';
import { KINDS } from '../../../../controllers/config-reload/seen/kinds.ts';
import type { WorkloadKind } from '../../../../controllers/config-reload/seen/workload.ts';
import { conclusionOf } from '../../../../controllers/config-reload/why/conclusion.ts';
import { reportOf } from '../../../../controllers/config-reload/why/report.ts';
import { lookOnce, type Sight } from '../../../../controllers/config-reload/why/sight.ts';
import { parseFlags } from '../../../../controllers/runtime/flags/flags.ts';
import { configMaps, deployments, type Deployment } from '../../../../kube/objects/built-in.ts';
import type { KubeObject } from '../../../../kube/objects/resource.ts';
import { atWork } from '../../runtime/controller-at-work.ts';
import { fakeCluster, type FakeCluster } from '../../runtime/fake-cluster.ts';
import { AUTO, configMap, podTemplate, workload } from '../objects.ts';

const START = Date.UTC(2026, 10, 21, 10, 7, 29);

async function look(cluster: FakeCluster, now: number, kind: WorkloadKind = 'Deployment', ...args: readonly string[]): Promise<Sight> {
  const sight = await lookOnce(
    { of: 'workload', kind, storeKey: 'default/web' },
    {
      client: cluster.client,
      settings: parseFlags(flags, { args: ['--is-Argo-Rollouts', ...args], env: {} }),
      isWatched: () => true,
      wall: () => now,
    },
  );
  if (sight === undefined) throw new Error('there is no such workload');
  return sight;
}

/** A cluster with this one workload and its ConfigMap, after the controller has been there, and the next change of the ConfigMap. */
async function after(kind: WorkloadKind, object: KubeObject, { changes = true }: { readonly changes?: boolean } = {}) {
  const cluster = fakeCluster();
  cluster.put(configMaps, configMap('settings', { key: 'first' }));
  cluster.put(KINDS[kind], object);
  const controller = atWork(cluster, configReload, { args: ['--is-Argo-Rollouts'] });
  await controller.clock.advance(3_000);
  if (changes) controller.die();
  cluster.put(configMaps, configMap('settings', { key: 'second' }));
  await controller.clock.advance(3_000);
  const sight = await look(cluster, START + controller.clock.now(), kind);
  return conclusionOf(sight, START + controller.clock.now());
}
const ANNOTATED = { namespace: 'default', name: 'web', annotations: AUTO };
const cronJob = (spec: object, status: object = {}) => ({
  metadata: ANNOTATED,
  spec: { schedule: '0 0 * * *', jobTemplate: { spec: { template: podTemplate('web', {}) } }, ...spec },
  status,
});
const HOLD = 'reload.civ8s.dev/hold';

describe('what why concludes', () => {
  it.each<[string, WorkloadKind, KubeObject, RegExp]>([
    ['of a change that nothing holds', 'Deployment', workload('web'), /^is to be rolled: ConfigMap settings changed\./],
    [
      'of one that is held by hand',
      'Deployment',
      workload('web', { annotations: { ...AUTO, [HOLD]: 'true' } }),
      /^is held: ConfigMap settings changed; it has the annotation reload\.civ8s\.dev\/hold/,
    ],
    [
      'of one that is given up',
      'Deployment',
      workload('web', { annotations: { ...AUTO, [HOLD]: 'skip' } }),
      /^does not roll: ConfigMap settings changed, which reload\.civ8s\.dev\/hold gives up$/,
    ],
    [
      'of one that a window holds, and that is released',
      'Deployment',
      workload('web', { annotations: { ...AUTO, [HOLD]: 'release', 'reload.civ8s.dev/window': 'Mon' } }),
      /^is to be rolled/,
    ],
    [
      'of a pause',
      'Deployment',
      workload('web', { annotations: { ...AUTO, 'deployment.reloader.stakater.com/pause-period': '1m' } }),
      /^is to be rolled: ConfigMap settings changed, and then is paused for 1m\./,
    ],
    ['of a suspended CronJob', 'CronJob', cronJob({ suspend: true }), /^does not run: it is suspended/],
    ['of a busy CronJob', 'CronJob', cronJob({ concurrencyPolicy: 'Forbid' }, { active: [{}] }), /^runs nothing: a run is under way/],
    [
      'of a Job that has ended',
      'Job',
      {
        metadata: ANNOTATED,
        spec: { template: podTemplate('web', {}) },
        status: { conditions: [{ type: 'Complete', status: 'True' }] },
      } as KubeObject,
      /^does not run again: it has ended/,
    ],
    [
      'of a borrowed template',
      'Rollout',
      { metadata: ANNOTATED, spec: { workloadRef: { kind: 'Deployment', name: 'base' } } } as KubeObject,
      /^rolls nothing: its pods are made from the template of Deployment base/,
    ],
    [
      'of a workload that goes',
      'Deployment',
      { ...workload('web'), metadata: { ...ANNOTATED, deletionTimestamp: '2026-11-21T10:00:00Z' } },
      /^rolls nothing: it is being deleted$/,
    ],
    [
      'of one that uses nothing',
      'Deployment',
      workload('web', { pod: { containers: [{ name: 'main', image: 'none' }] } }),
      /^rolls nothing: none of the sources/,
    ],
  ])('%s', async (_, kind, object, says) => expect(await after(kind, object)).toMatch(says));

  it('of a pause that is under way says until when', async () =>
    expect(
      await after('Deployment', workload('web', { annotations: { ...AUTO, 'deployment.reloader.stakater.com/pause-period': '1m' } }), {
        changes: false,
      }),
    ).toMatch(/^is paused until 2026-11-21T10:08:\d\dZ, and rolls then/));

  it('of a marker that is there already says that only the record is written', async () => {
    const cluster = fakeCluster();
    cluster.put(configMaps, configMap('settings', { key: 'first' }));
    cluster.put(deployments, workload('web'));
    const controller = atWork(cluster, configReload);
    await controller.clock.advance(3_000);
    controller.die();
    cluster.put(configMaps, configMap('settings', { key: 'updated' }));
    const web = cluster.get(deployments, 'default/web') as Deployment;
    const [container] = web.spec?.template.spec?.containers ?? [];
    const marked = {
      ...container,
      name: 'main',
      env: [{ name: 'STAKATER_SETTINGS_CONFIGMAP', value: '6b3093988321555757cc9b88a5f2d59101a0261c' }],
    };
    const template = { ...web.spec?.template, spec: { ...web.spec?.template.spec, containers: [marked] } };
    cluster.put(deployments, { ...web, spec: { ...web.spec, selector: {}, template } });
    expect(conclusionOf(await look(cluster, START), START)).toMatch(
      /^is not rolled: .*has that marker already: only the record is written$/,
    );
  });
});

describe('what why prints', () => {
  it('has nothing of others that a terminal would obey, and is bounded', async () => {
    const cluster = fakeCluster();
    cluster.put(configMaps, configMap('settings', { key: 'first' }));
    const named = { 'configmap.reloader.stakater.com/reload': `settings,(\u001b[2J${'x'.repeat(100_000)}` };
    cluster.put(deployments, workload('web', { annotations: { ...AUTO, ...named, 'reload.civ8s.dev/window': '\u001b]0;owned' } }));
    const lines = reportOf({
      sight: await look(cluster, START),
      events: [{ at: START, reason: 'Reloaded', message: `\u202e${'y'.repeat(10_000)}\n`, times: 3 }],
      lease: { is: 'there', namespace: 'ops', holder: '\u001b[31mme', renewedAt: START, isOver: false },
      now: START,
    });
    const text = lines.join('\n');
    // eslint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(text).toContain('\\u001b[31mme leads in ops');
    expect(text).toContain('Reloaded (3 times)');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(2_000);
  });
});
