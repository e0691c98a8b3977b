import { describe, expect, it } from '@jest/globals';
import { podPicture } from '../../../dashboard/read/pod-picture.ts';
import type { Pod } from '../../../kube/objects/built-in.ts';

const pod = (status: object, annotations: Readonly<Record<string, string>> = {}, metadata: object = {}): Pod => ({
  metadata: { name: 'wood-1', namespace: 'one', annotations, creationTimestamp: '2026-01-02T03:04:05Z', ...metadata },
  status,
});
const container = (fields: object) => ({ phase: 'Running', containerStatuses: [{ name: 'wood', restartCount: 3, ...fields }] });

describe('the picture of a pod', () => {
  it('has its stock, what it waits for, and how often it was restarted', () =>
    expect(
      podPicture(
        pod(
          { ...container({ state: { running: {} } }), conditions: [{ type: 'Ready', status: 'True' }] },
          { 'goods.civ8s.dev/wood': '12', 'worker.civ8s.dev/waits': '4 iron from ironworker', 'other.example.com/secret': 'x' },
        ),
      ),
    ).toEqual({
      name: 'wood-1',
      ready: true,
      phase: 'Running',
      restarts: 3,
      since: '2026-01-02T03:04:05.000Z',
      stock: [{ good: 'wood', count: 12 }],
      waits: '4 iron from ironworker',
      trouble: '',
    }));

  it.each([
    [
      'its last words',
      container({
        state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 10s' } },
        lastState: { terminated: { message: 'a\nb\nc\nd\n' } },
      }),
      'CrashLoopBackOff: b | c | d',
    ],
    [
      'why it waits',
      container({ state: { waiting: { reason: 'ErrImagePull', message: 'no such image' } } }),
      'ErrImagePull: no such image',
    ],
    ['its exit code', container({ state: { terminated: { exitCode: 7, message: 'no disk' } } }), 'exit code 7: no disk'],
    [
      'why no node has it',
      { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/1 nodes' }] },
      'Unschedulable: 0/1 nodes',
    ],
    ['that it was evicted', { phase: 'Failed', reason: 'Evicted', message: 'low on memory' }, 'Evicted: low on memory'],
    ['nothing while its container is created', container({ state: { waiting: { reason: 'ContainerCreating' } } }), ''],
    ['nothing once it has ended well', container({ state: { terminated: { exitCode: 0 } } }), ''],
  ])('says %s', (_, status, trouble) => expect(podPicture(pod(status)).trouble).toBe(trouble));

  it('of one that is being deleted is neither ready nor in trouble', () =>
    expect(
      podPicture(
        pod(
          { ...container({ state: { waiting: { reason: 'CrashLoopBackOff' } } }), conditions: [{ type: 'Ready', status: 'True' }] },
          {},
          { deletionTimestamp: '2026-01-02T03:04:05Z' },
        ),
      ),
    ).toMatchObject({ ready: false, phase: 'Ending', trouble: '' }));

  it('makes visible what others wrote to be obeyed, and ends it', () => {
    const picture = podPicture(
      pod(container({ state: { waiting: { reason: '\u202Eevil\u001B[2J', message: 'x'.repeat(5_000) } } }), {
        'goods.civ8s.dev/<img src=x>': '1',
        'worker.civ8s.dev/waits': '4\u2066 iron\n',
      }),
    );
    expect(picture.trouble).toMatch(/^\\u202eevil\\u001b\[2J: x+…$/);
    expect(picture.trouble.length).toBeLessThan(330);
    expect([picture.stock, picture.waits]).toEqual([[{ good: '<img src=x>', count: 1 }], '4\\u2066 iron\\u000a']);
  });

  it.each([
    ['nothing', undefined],
    ['no lists where lists belong', { phase: 7, containerStatuses: { 0: {} }, conditions: 'x' }],
    ['lists of nothing', { containerStatuses: [null, 1, { state: [], lastState: 'x', restartCount: '9' }], conditions: [null] }],
  ])('is there for a status with %s', (_, status) =>
    expect(podPicture(pod(status as object))).toMatchObject({ name: 'wood-1', ready: false, restarts: 0, trouble: '' }),
  );
});
