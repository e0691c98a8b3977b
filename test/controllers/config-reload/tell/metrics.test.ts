import { describe, expect, it } from '@jest/globals';
import { configReload } from '../../../../controllers/config-reload/config-reload.ts';
import { createMetrics } from '../../../../controllers/runtime/tell/metrics.ts';
import { configMaps, deployments } from '../../../../kube/objects/built-in.ts';
import { atWork } from '../../runtime/controller-at-work.ts';
import { fakeCluster } from '../../runtime/fake-cluster.ts';
import { configMap, workload } from '../objects.ts';

/** What Reloader exports, but for what counts by namespace, which has to be asked for. */
const NAMES = [
  'reloader_reload_executed_total',
  'reloader_reconcile_total',
  'reloader_reconcile_duration_seconds',
  'reloader_action_total',
  'reloader_action_latency_seconds',
  'reloader_skipped_total',
  'reloader_workqueue_depth',
  'reloader_workqueue_adds_total',
  'reloader_workqueue_latency_seconds',
  'reloader_errors_total',
  'reloader_retries_total',
  'reloader_events_received_total',
  'reloader_events_processed_total',
  'reloader_workloads_scanned_total',
  'reloader_workloads_matched_total',
  'rest_client_requests_total',
  'rest_client_request_duration_seconds',
];

/** A workload that rolls, and one that cannot; a change of data, one of labels, and one of a ConfigMap that nobody uses. */
async function busy() {
  const cluster = fakeCluster();
  for (const name of ['settings', 'unused']) cluster.put(configMaps, configMap(name, { key: 'first' }));
  for (const name of ['web', 'bad']) cluster.put(deployments, workload(name));
  const metrics = createMetrics({ lease: 'civ8s-config-reload' });
  const controller = atWork(cluster, configReload, { tweak: { metrics } });
  await controller.clock.advance(3_000);
  cluster.fault = ({ verb, key }, commit) => {
    if (verb === 'patch' && key === 'default/bad') throw new Error('refused by a policy');
    return commit();
  };
  cluster.put(configMaps, configMap('settings', { key: 'second' }));
  cluster.put(configMaps, configMap('unused', { key: 'second' }));
  await controller.clock.advance(1_001);
  cluster.put(configMaps, configMap('settings', { key: 'second' }, { labels: { new: 'label' } }));
  await controller.clock.advance(1);
  const text = await metrics.text();
  const value = (line: string): number =>
    Number(
      text
        .split('\n')
        .find((each) => each.startsWith(`${line} `))
        ?.split(' ')
        .pop(),
    );
  return { text, value };
}

describe("Reloader's metrics", () => {
  it('are all there, each once', async () => {
    const { text } = await busy();
    expect(NAMES.filter((name) => text.split('\n').filter((line) => line.startsWith(`# TYPE ${name} `)).length !== 1)).toEqual([]);
  });

  it('say what came of each event, and of which kind it was', async () => {
    const { text, value } = await busy();
    expect(
      ['success', 'skipped'].map((result) =>
        value(`reloader_events_processed_total{event_type="update",resource_type="configmaps",result="${result}"}`),
      ),
    ).toEqual([1, 2]);
    expect(value('reloader_events_processed_total{event_type="update",resource_type="configmaps",result="error"}')).toBeGreaterThan(0);
    expect(text).not.toContain('unknown');
  });

  it('count each reconcile once: what was done, what had nothing to do, what failed and is tried again', async () => {
    const { value } = await busy();
    const [success, skipped, error] = ['success', 'skipped', 'error'].map((result) =>
      value(`reloader_reconcile_total{result="${result}"}`),
    );
    const runtime = ['success', 'requeue_after', 'error'].map((result) =>
      value(`controller_runtime_reconcile_total{controller="config-reload",result="${result}"}`),
    );
    expect(success).toBe(3); // two records and a roll
    expect((success ?? 0) + (skipped ?? 0) + (error ?? 0)).toBe(runtime.reduce((sum, each) => sum + each, 0));
    expect([error, value('reloader_retries_total'), value('reloader_reconcile_duration_seconds_count{result="error"}')]).toEqual([
      runtime[2],
      runtime[2],
      runtime[2],
    ]);
    expect([
      value('reloader_workloads_matched_total{kind="Deployment"}'),
      value('reloader_workloads_scanned_total{kind="Deployment"}') >= 4,
    ]).toEqual([1 + (error ?? 0), true]);
  });

  it("show the runtime's queue as it is", async () => {
    const { value } = await busy();
    const labels = '{name="config-reload",controller="config-reload"}';
    expect([
      value('reloader_workqueue_adds_total'),
      value('reloader_workqueue_latency_seconds_count'),
      value('reloader_workqueue_depth'),
    ]).toEqual([value(`workqueue_adds_total${labels}`), value(`workqueue_queue_duration_seconds_count${labels}`), 0]);
  });
});
