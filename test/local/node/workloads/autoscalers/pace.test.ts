import { describe, expect, it } from '@jest/globals';
import { changed, pace, type PaceMemory, type ScalingWish } from '../../../../../local/node/workloads/autoscalers/pace.ts';

const NOON = Date.parse('2030-01-01T12:00:00Z');
const ago = (seconds: number) => NOON - seconds * 1_000;
const NOTHING: PaceMemory = { wanted: [], changes: [] };
const wish = (current: number, desired: number, unlike: Partial<ScalingWish> = {}): ScalingWish => ({
  behavior: undefined,
  least: 1,
  most: 10,
  current,
  desired,
  ...unlike,
});
const paced = (asked: ScalingWish, memory: Partial<PaceMemory> = {}) => {
  const { replicas, able, limited } = pace(asked, { ...NOTHING, ...memory }, NOON);
  return [replicas, able.reason, limited.reason, limited.is];
};

describe('the pace of an autoscaler without rules', () => {
  it.each([
    ['goes where it is asked to', wish(2, 3), [3, 'ReadyForNewScale', 'DesiredWithinRange', false]],
    ['goes up to its most', wish(6, 30), [10, 'ReadyForNewScale', 'TooManyReplicas', true]],
    ['doubles at once and no more', wish(3, 9, { most: 20 }), [6, 'ReadyForNewScale', 'ScaleUpLimit', true]],
    ['begins with four', wish(1, 9, { most: 20 }), [4, 'ReadyForNewScale', 'ScaleUpLimit', true]],
    ['goes down to its least', wish(3, 0, { least: 2 }), [2, 'ReadyForNewScale', 'TooFewReplicas', true]],
  ])('%s', (_, asked, expected) => expect(paced(asked)).toEqual(expected));

  it('goes down only as far as was wanted within five minutes', () => {
    const wanted = [
      { at: ago(301), replicas: 9 },
      { at: ago(200), replicas: 4 },
    ];
    expect(paced(wish(5, 2), { wanted })).toEqual([4, 'ScaleDownStabilized', 'DesiredWithinRange', false]);
  });

  it('remembers what was wanted, and forgets it after five minutes', () =>
    expect(pace(wish(5, 2), { changes: [], wanted: [{ at: ago(301), replicas: 9 }] }, NOON).wanted).toEqual([{ at: NOON, replicas: 2 }]));
});

describe('the pace of an autoscaler with rules', () => {
  const perMinute = (type: string, value: number) => ({ type, value, periodSeconds: 60 });
  const rules = (way: 'scaleDown' | 'scaleUp', unlike: object) => ({
    behavior: { [way]: { selectPolicy: 'Max', stabilizationWindowSeconds: 0, ...unlike } },
    most: 100,
  });

  it.each([
    ['the larger step of its policies', wish(10, 50, rules('scaleUp', { policies: [perMinute('Pods', 4), perMinute('Percent', 50)] })), 15],
    [
      'the smaller step where it asks for that',
      wish(10, 50, rules('scaleUp', { selectPolicy: 'Min', policies: [perMinute('Pods', 4), perMinute('Percent', 50)] })),
      14,
    ],
    ['no step where that is disabled', wish(10, 50, rules('scaleUp', { selectPolicy: 'Disabled', policies: [perMinute('Pods', 4)] })), 10],
    ['the larger step down', wish(10, 1, rules('scaleDown', { policies: [perMinute('Pods', 4), perMinute('Percent', 50)] })), 5],
    [
      'the smaller step down where it asks for that',
      wish(10, 1, rules('scaleDown', { selectPolicy: 'Min', policies: [perMinute('Pods', 4), perMinute('Percent', 50)] })),
      6,
    ],
  ])('takes %s', (_, asked, expected) => expect(paced(asked)[0]).toBe(expected));

  it('counts what was changed within the period', () => {
    const asked = wish(12, 50, rules('scaleUp', { policies: [perMinute('Pods', 4)] }));
    expect(paced(asked, { changes: [{ at: ago(30), by: 2 }] })).toEqual([14, 'ReadyForNewScale', 'ScaleUpLimit', true]);
    expect(paced(asked, { changes: [{ at: ago(61), by: 2 }] })[0]).toBe(16);
  });

  it('goes up only as far as was wanted throughout its window', () => {
    const asked = wish(2, 6, rules('scaleUp', { stabilizationWindowSeconds: 60, policies: [perMinute('Pods', 10)] }));
    expect(paced(asked, { wanted: [{ at: ago(30), replicas: 3 }] })).toEqual([3, 'ScaleUpStabilized', 'DesiredWithinRange', false]);
  });

  it('remembers its changes for as long as a policy looks at them', () => {
    const behavior = { scaleUp: { policies: [perMinute('Pods', 4)] } };
    const changes = [
      { at: ago(61), by: 1 },
      { at: ago(59), by: 2 },
    ];
    expect(changed({ wanted: [], changes }, behavior, -3, NOON)).toEqual([
      { at: ago(59), by: 2 },
      { at: NOON, by: -3 },
    ]);
    expect(changed({ wanted: [], changes }, undefined, -3, NOON)).toEqual([]);
  });
});
