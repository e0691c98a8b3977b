import { describe, expect, it } from '@jest/globals';
import { controllerPictures, leadersOf } from '../../../dashboard/system/controllers-picture.ts';
import { deedOf, newestDeeds } from '../../../dashboard/system/deeds.ts';
import { controllerNumbers, NO_NUMBERS } from '../../../dashboard/system/metric-values.ts';

const NOON = Date.parse('2026-01-02T12:00:00Z');
const lease = (name: string, holderIdentity: string, renewedMs: number) => ({
  metadata: { name },
  spec: { holderIdentity, leaseDurationSeconds: 15, renewTime: new Date(renewedMs).toISOString() },
});
const pod = (name: string, controller: string) => ({
  metadata: { name, labels: { 'app.kubernetes.io/name': controller } },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
});

describe('who leads', () => {
  it('is the pod that holds the Lease', () =>
    expect([...leadersOf([lease('civ8s-demand', 'demand-1_7f', NOON - 2_000)], NOON)]).toEqual([['demand', 'demand-1']]));
  it.each([
    ['has not been renewed for long', lease('civ8s-demand', 'demand-1_7f', NOON - 60_000)],
    ['was given back', lease('civ8s-demand', '', NOON)],
    ['is of somebody else', lease('cert-manager', 'demand-1_7f', NOON)],
  ])('is nobody where the Lease %s', (_, given) => expect([...leadersOf([given], NOON)]).toEqual([]));
});

describe('a controller', () => {
  const pods = [pod('demand-2', 'demand'), pod('demand-1', 'demand'), pod('dashboard-1', 'dashboard')];
  const numbers = { queue: 2, retries: 7, backlog: null, oldestSeconds: null };

  it('is shown with its pods and with the numbers of the one that leads', () => {
    const [dashboard, demand] = controllerPictures(pods, new Map([['demand', 'demand-1']]), new Map([['demand-1', numbers]]));
    expect(demand).toMatchObject({ name: 'demand', leader: 'demand-1', ...numbers });
    expect(demand?.pods.map(({ name, ready, trouble }) => [name, ready, trouble])).toEqual([
      ['demand-1', true, ''],
      ['demand-2', true, ''],
    ]);
    expect(dashboard).toMatchObject({ name: 'dashboard', leader: '', ...NO_NUMBERS });
  });

  it('is shown without numbers, and why, where it does not tell them', () => {
    const [, demand] = controllerPictures(pods, new Map([['demand', 'demand-1']]), new Map([['demand-1', { why: 'it does not answer' }]]));
    expect([demand?.queue, demand?.pods[0]?.trouble]).toEqual([null, 'it does not answer']);
  });
});

describe('the numbers of a controller', () => {
  it('are the sums of what it tells', () =>
    expect(
      controllerNumbers(
        '# HELP workqueue_depth Keys\nworkqueue_depth{name="a"} 1\nworkqueue_depth{name="b"} 2\nworkqueue_retries_total{name="a"} 3\nciv8s_resource_events_pending 4\nciv8s_resource_events_oldest_pending_seconds 0.5\n',
      ),
    ).toEqual({ queue: 3, retries: 3, backlog: 4, oldestSeconds: 0.5 }));
  it.each(['', '<html>', 'workqueue_depth{name="a"} NaN\n', 'workqueue_depth 1e999\n'])('are not known where it says %j', (text) =>
    expect(controllerNumbers(text)).toEqual(NO_NUMBERS),
  );
});

describe('a deed', () => {
  const event = (unlike: object = {}) => ({
    metadata: { namespace: 'one', uid: '1' },
    involvedObject: { kind: 'Deployment', namespace: 'one', name: 'wood' },
    source: { component: 'civ8s-config-reload' },
    reason: 'Reloaded',
    message: 'ConfigMap wood-directions changed',
    type: 'Normal',
    lastTimestamp: '2026-01-02T12:00:00Z',
    ...unlike,
  });

  it('is an Event of a controller of ours', () =>
    expect(deedOf(event())).toEqual({
      at: '2026-01-02T12:00:00.000Z',
      controller: 'config-reload',
      reason: 'Reloaded',
      about: 'Deployment one/wood',
      shop: 'one/wood',
      says: 'ConfigMap wood-directions changed',
      count: 1,
      warning: false,
    }));
  it.each([
    { source: { component: 'kubelet' } },
    { source: { component: 'civ8s-kubelet' } },
    { source: {} },
    { source: { component: 'civ8s-<b>' } },
  ])('is not one of %j', (unlike) => expect(deedOf(event(unlike))).toBeUndefined());
  it('costs a field that nobody expects that field alone', () =>
    expect(deedOf(event({ message: 7, count: 'x', lastTimestamp: 'soon', type: 'Warning' }))).toMatchObject({
      says: '',
      count: 1,
      at: '',
      warning: true,
    }));
  it('stands above those before it', () => {
    const deeds = ['2026-01-02T12:00:00Z', '2026-01-02T13:00:00Z', '2026-01-02T11:00:00Z'].flatMap(
      (at) => deedOf(event({ lastTimestamp: at })) ?? [],
    );
    expect(newestDeeds(deeds).map(({ at }) => at.slice(11, 13))).toEqual(['13', '12', '11']);
  });
});
