import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startLab, type Lab } from '../../../../../lab/start-lab.ts';
import { deployments, events, horizontalPodAutoscalers, pods, replicaSets } from '../../../../../kube/objects/built-in.ts';
import { autoscalerController } from '../../../../../local/node/workloads/autoscalers/autoscalers.ts';
import { podMetrics } from '../../../../../local/node/workloads/autoscalers/pod-metrics.ts';
import { openDefinition } from './open-definition.ts';

const labels = { app: 'd' };
const template = {
  metadata: { labels },
  spec: { containers: [{ name: 'main', image: 'i', resources: { requests: { cpu: '100m' } } }] },
};
const here = { namespace: 'x', name: 'h' };

describe('the autoscaler', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await startLab({ definitions: [openDefinition('metrics.k8s.io', 'v1beta1', 'PodMetrics', 'pods')] });
    await lab.put(deployments, {
      metadata: { name: 'd', namespace: 'x' },
      spec: { replicas: 1, selector: { matchLabels: labels }, template },
    });
    await lab.put(horizontalPodAutoscalers, {
      metadata: { ...here },
      spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd' }, maxReplicas: 3 },
    });
    await lab.put(pods, { metadata: { name: 'p', namespace: 'x', labels }, spec: template.spec });
  });
  afterEach(() => lab.stop());

  const runs = () =>
    lab.become(
      pods,
      { namespace: 'x', name: 'p' },
      {
        phase: 'Running',
        startTime: '2025-12-31T00:00:00Z',
        conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: '2025-12-31T00:00:00Z' }],
      },
    );
  const use = (cpu: string) =>
    lab.put(podMetrics, {
      metadata: { name: 'p', namespace: 'x', labels },
      timestamp: '2026-01-01T00:00:00Z',
      window: '15s',
      containers: [{ name: 'main', usage: { cpu } }],
    });
  const replicas = async () => (await lab.client.get(deployments, { namespace: 'x', name: 'd' })).spec?.replicas;

  it('scales what it is for, by what its pods use', async () => {
    await runs();
    await use('200m');
    await lab.run(autoscalerController, { rights: 'all' });
    await lab.quiet();
    expect(await replicas()).toBe(3);
    expect((await lab.client.get(horizontalPodAutoscalers, here)).status).toMatchObject({
      currentReplicas: 1,
      desiredReplicas: 3,
      lastScaleTime: '2026-01-01T00:00:00Z',
      currentMetrics: [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 200, averageValue: '200m' } } }],
      conditions: [
        { type: 'AbleToScale', status: 'True', reason: 'SucceededRescale' },
        { type: 'ScalingActive', status: 'True', reason: 'ValidMetricFound' },
        { type: 'ScalingLimited', status: 'False', reason: 'DesiredWithinRange' },
      ],
    });
    const { items } = await lab.client.list(events, { namespace: 'x' });
    expect(items.map(({ reason, message }) => [reason, message])).toEqual([
      ['SuccessfulRescale', 'New size: 3; reason: cpu resource utilization (percentage of request) above target'],
    ]);
  });

  it('looks again every fifteen seconds, and goes down when that has been wanted for five minutes', async () => {
    await runs();
    await use('160m');
    await lab.run(autoscalerController, { rights: 'all' });
    await lab.quiet();
    expect(await replicas()).toBe(2);
    await use('10m');
    await lab.pass('4m50s');
    expect(await replicas()).toBe(2);
    await lab.pass('30s');
    expect(await replicas()).toBe(1);
  });

  it('says what it cannot find, and scales it when it is there', async () => {
    await lab.put(horizontalPodAutoscalers, {
      metadata: { ...here },
      spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'r' }, minReplicas: 2, maxReplicas: 3 },
    });
    await lab.run(autoscalerController, { rights: 'all' });
    await lab.quiet();
    expect((await lab.client.get(horizontalPodAutoscalers, here)).status?.conditions).toMatchObject([
      { type: 'AbleToScale', status: 'False', reason: 'FailedGetScale' },
    ]);
    await lab.put(replicaSets, {
      metadata: { name: 'r', namespace: 'x' },
      spec: { replicas: 1, selector: { matchLabels: labels }, template },
    });
    await lab.pass('15s');
    expect((await lab.client.get(replicaSets, { namespace: 'x', name: 'r' })).spec?.replicas).toBe(2);
  });
});
