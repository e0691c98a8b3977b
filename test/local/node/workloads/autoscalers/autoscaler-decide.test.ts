import { describe, expect, it } from '@jest/globals';
import type { Pod } from '../../../../../kube/objects/built-in.ts';
import { decideAutoscaler, type AutoscalerWorld } from '../../../../../local/node/workloads/autoscalers/autoscaler-decide.ts';

const NOON = Date.parse('2030-01-01T12:00:00Z');
const at = (secondsAgo: number) => new Date(NOON - secondsAgo * 1_000).toISOString().replace('.000', '');
const REQUESTS = { cpu: '100m', memory: '64Mi' };

const podOf = (name: string, unlike: object = {}, readySecondsAgo = 500): Pod => ({
  metadata: { name },
  spec: { containers: [{ name: 'main', resources: { requests: REQUESTS } }] },
  status: {
    phase: 'Running',
    startTime: at(readySecondsAgo + 10),
    conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: at(readySecondsAgo) }],
  },
  ...unlike,
});
const uses = (name: string, cpu: string, memory = '32Mi') => ({
  metadata: { name },
  timestamp: at(0),
  window: '15.000s',
  containers: [{ name: 'main', usage: { cpu, memory } }],
});
const cpu = (averageUtilization: number) => ({
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } },
});
const look = (unlike: Partial<AutoscalerWorld> = {}, spec: object = {}) =>
  decideAutoscaler(
    {
      autoscaler: {
        metadata: { name: 'h', namespace: 'x' },
        spec: { scaleTargetRef: { kind: 'Deployment', name: 'd' }, minReplicas: 1, maxReplicas: 10, metrics: [cpu(50)], ...spec },
      },
      replicas: 2,
      selector: 'a=b',
      pods: [podOf('p'), podOf('q')],
      metrics: [uses('p', '80m'), uses('q', '60m')],
      rivals: ['{h x}'],
      memory: { wanted: [], changes: [] },
      ...unlike,
    },
    NOON,
  );
const conditions = (plan: ReturnType<typeof look>) =>
  plan.conditions.map(({ type, status, reason }) => `${type} ${status} ${reason ?? ''}`);

describe('an autoscaler', () => {
  it('asks for as many replicas as bring use to its target', () => {
    const plan = look();
    expect(plan.rescale).toEqual({ to: 3, why: 'cpu resource utilization (percentage of request) above target' });
    expect(plan.metrics).toEqual([
      { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 70, averageValue: '70m' } } },
    ]);
    expect(conditions(plan)).toEqual([
      'AbleToScale True ReadyForNewScale',
      'ScalingActive True ValidMetricFound',
      'ScalingLimited False DesiredWithinRange',
    ]);
  });

  it('leaves them where use is near its target', () =>
    expect(look({ metrics: [uses('p', '54m'), uses('q', '54m')] })).toMatchObject({ desired: 2, events: [] }));

  it('takes some away where less is used', () =>
    expect(look({ metrics: [uses('p', '20m'), uses('q', '20m')] }).rescale).toEqual({ to: 1, why: 'All metrics below target' }));

  it('follows the metric that asks for most', () => {
    const memory = { type: 'Resource', resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '8Mi' } } };
    const plan = look({}, { metrics: [cpu(50), memory] });
    expect(plan.rescale).toEqual({ to: 4, why: 'memory resource above target' }); // eight, and no more than twice as many at once
    expect(plan.metrics[1]).toEqual({ type: 'Resource', resource: { name: 'memory', current: { averageValue: '32Mi' } } });
  });

  it('looks at one container where it is asked to', () => {
    const target = { type: 'Utilization', averageUtilization: 50 };
    const metrics = [{ type: 'ContainerResource', containerResource: { name: 'cpu', container: 'main', target } }];
    expect(look({}, { metrics }).rescale).toEqual({
      to: 3,
      why: 'cpu container resource utilization (percentage of request) above target',
    });
  });

  it.each([
    ['is on its way', podOf('r', { status: { phase: 'Pending' } }), []],
    ['has just become ready', podOf('r', {}, 5), [uses('r', '900m')]],
    ['is not measured', podOf('r'), []],
  ])('counts a pod that %s as one that will help', (_, pod, more) =>
    expect(
      look({ replicas: 3, pods: [podOf('p'), podOf('q'), pod], metrics: [uses('p', '80m'), uses('q', '60m'), ...more] }),
    ).toMatchObject({
      desired: 3,
    }),
  );

  it('counts a pod that is not measured as busy before it takes any away', () =>
    expect(look({ pods: [podOf('p'), podOf('q')], metrics: [uses('p', '10m')] })).toMatchObject({ desired: 2 }));

  it.each([
    ['above its most', { replicas: 12 }, { to: 10, why: 'Current number of replicas above Spec.MaxReplicas' }],
    ['below its least', { replicas: 1 }, { to: 2, why: 'Current number of replicas below Spec.MinReplicas' }],
  ])('brings what is %s between its bounds, whatever is used', (_, unlike, rescale) =>
    expect(look({ ...unlike, metrics: { problem: 'none' } }, { minReplicas: 2 }).rescale).toEqual(rescale),
  );

  it('leaves alone what somebody has scaled to nothing', () => {
    const plan = look({ replicas: 0, pods: [] });
    expect([plan.rescale, plan.desired, conditions(plan)[1]]).toEqual([undefined, 0, 'ScalingActive False ScalingDisabled']);
  });

  it('says what it cannot measure, and stays as it is', () => {
    const plan = look({ metrics: { problem: 'no metrics returned from resource metrics API' } });
    const problem = 'failed to get cpu utilization: unable to get metrics for resource cpu: no metrics returned from resource metrics API';
    expect([plan.rescale, plan.desired, plan.metrics]).toEqual([undefined, undefined, [{ type: '' }]]);
    expect(plan.events).toEqual([
      { type: 'Warning', reason: 'FailedGetResourceMetric', message: problem },
      {
        type: 'Warning',
        reason: 'FailedComputeMetricsReplicas',
        message: `invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: ${problem}`,
      },
    ]);
    expect(plan.conditions[1]).toMatchObject({
      type: 'ScalingActive',
      status: 'False',
      reason: 'FailedGetResourceMetric',
      message: `the HPA was unable to compute the replica count: ${problem}`,
    });
  });

  it.each([
    [
      'pods without requests',
      { pods: [podOf('p', { spec: { containers: [{ name: 'main' }] } })] },
      'missing request for cpu in container main of Pod p',
    ],
    ['no pods', { pods: [] }, 'no pods returned by selector while calculating replica count'],
    [
      'pods that are not ready',
      { pods: [podOf('p', { status: { phase: 'Pending' } })] },
      'did not receive metrics for targeted pods (pods might be unready)',
    ],
  ])('says that it has %s', (_, unlike, problem) =>
    expect(look(unlike).events[0]).toEqual({
      type: 'Warning',
      reason: 'FailedGetResourceMetric',
      message: `failed to get cpu utilization: ${problem}`,
    }),
  );

  it('does not share pods with another', () =>
    expect(look({ rivals: ['{h x}', '{i x}'] }).events[0]).toEqual({
      type: 'Warning',
      reason: 'AmbiguousSelector',
      message: 'pods by selector a=b are controlled by multiple HPAs: [{h x} {i x}]',
    }));
});
