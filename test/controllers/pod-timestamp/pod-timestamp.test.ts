import { describe, expect, it } from '@jest/globals';
import { podTimestamp } from '../../../controllers/pod-timestamp/pod-timestamp.ts';
import { ApiError } from '../../../kube/errors/api-error.ts';
import { events, pods } from '../../../kube/objects/built-in.ts';
import { atWork, type AtWorkOptions } from '../runtime/controller-at-work.ts';
import { fakeCluster, type FakeCluster } from '../runtime/fake-cluster.ts';
import { askingPod } from './asking-pod.ts';

const work = (cluster: FakeCluster, options: AtWorkOptions = {}) => atWork(cluster, podTimestamp, options);
const stampOf = (cluster: FakeCluster, key: string) => cluster.get(pods, key)?.metadata?.annotations?.['timestamp'];
const forbidden = () => new ApiError('forbidden', 'pods "a" is forbidden: by policy', { status: 403 });

describe('pod-timestamp', () => {
  it('stamps pods that were there before it, and pods that come, with one PATCH each', async () => {
    const cluster = fakeCluster();
    cluster.put(pods, askingPod('before'));
    const { clock } = work(cluster);
    await clock.advance(1_000);
    cluster.put(pods, askingPod('after'));
    await clock.advance(10_000);
    expect([stampOf(cluster, 'default/before'), stampOf(cluster, 'default/after')]).toEqual([
      '2026-11-21T10:07:29Z',
      '2026-11-21T10:07:30Z',
    ]);
    expect(cluster.attempts).toEqual(['patch pods default/before', 'patch pods default/after']);
  });

  it.each(['', 'false', 'true', 'yes'])('takes the value "%s" for asking', async (addtime) => {
    const cluster = fakeCluster();
    cluster.put(pods, askingPod('a', { annotations: { addtime } }));
    await work(cluster).clock.advance(100);
    expect(stampOf(cluster, 'default/a')).toBe('2026-11-21T10:07:29Z');
  });

  it('leaves alone a pod that does not ask, one that has a time, whatever it is, and one that goes away', async () => {
    const cluster = fakeCluster();
    cluster.put(pods, askingPod('silent', { annotations: { other: '' } }));
    cluster.put(pods, askingPod('bare', { annotations: undefined }));
    cluster.put(pods, askingPod('stamped', { annotations: { addtime: '', timestamp: '' } }));
    cluster.put(pods, askingPod('going', { deletionTimestamp: '2026-11-21T10:00:00Z' }));
    await work(cluster).clock.advance(100_000);
    expect(cluster.attempts).toEqual([]);
  });

  it('writes the time again when it was taken away', async () => {
    const cluster = fakeCluster();
    cluster.put(pods, askingPod('a'));
    const { clock } = work(cluster);
    await clock.advance(1_000);
    await cluster.client.patch(pods, { namespace: 'default', name: 'a' }, { merge: { metadata: { annotations: { timestamp: null } } } });
    await clock.advance(1_000);
    expect(stampOf(cluster, 'default/a')).toBe('2026-11-21T10:07:30Z');
  });

  it('stamps a pod that begins to ask', async () => {
    const cluster = fakeCluster();
    cluster.put(pods, askingPod('a', { annotations: {} }));
    const { clock } = work(cluster);
    await clock.advance(1_000);
    cluster.put(pods, askingPod('a'));
    await clock.advance(1_000);
    expect(stampOf(cluster, 'default/a')).toBe('2026-11-21T10:07:30Z');
  });

  it('keeps to the namespaces and labels that it was given', async () => {
    const cluster = fakeCluster();
    const labels = { app: 'web' };
    for (const namespace of ['one', 'two', 'three']) cluster.put(pods, askingPod('a', { namespace, labels }));
    cluster.put(pods, askingPod('other', { namespace: 'one' }));
    await work(cluster, { args: ['--namespaces=one,two', '--selector=app=web'] }).clock.advance(1_000);
    expect(cluster.changes).toEqual(['patch pods one/a', 'patch pods two/a']);
  });

  it('takes other annotations, also with a domain', async () => {
    const cluster = fakeCluster();
    cluster.put(pods, askingPod('a', { annotations: { 'example.com/stamp.me': 'please' } }));
    await work(cluster, { args: ['-ask-annotation', 'example.com/stamp.me', '-stamp-annotation=example.com/at'] }).clock.advance(1_000);
    expect(cluster.get(pods, 'default/a')?.metadata?.annotations).toEqual({
      'example.com/stamp.me': 'please',
      'example.com/at': '2026-11-21T10:07:29Z',
    });
  });

  it('refuses to write the time over the question', () => {
    expect(() => atWork(fakeCluster(), podTimestamp, { args: ['--stamp-annotation=addtime'] })).toThrow(
      '--ask-annotation and --stamp-annotation are both "addtime": the time needs an annotation of its own',
    );
  });

  it('refuses an annotation that the API server would refuse, and says so', () => {
    expect(() => atWork(fakeCluster(), podTimestamp, { args: ['--stamp-annotation=not a key'] })).toThrow(
      '--stamp-annotation is "not a key": it is a name of letters, digits, "-", "_" and ".", with a domain and "/" before it if you like',
    );
  });

  it('retries a failed patch for ever, later each time, and tells users where it is refused', async () => {
    const cluster = fakeCluster();
    cluster.put(pods, askingPod('a'));
    cluster.fault = ({ verb, resource }, commit) => {
      if (verb === 'patch' && resource === 'pods') throw forbidden();
      return commit();
    };
    const { clock } = work(cluster);
    await clock.advance(5_000_000);
    const tries = cluster.attempts.filter((attempt) => attempt === 'patch pods default/a').length;
    expect(tries).toBe(22); // 19 within the first 1,310 s, then one every 1,000 s
    cluster.fault = (_, commit) => commit();
    await clock.advance(1_000_000);
    expect(stampOf(cluster, 'default/a')).toBeDefined();
  });

  it('writes one Event for a pod that is refused again and again, and counts', async () => {
    const cluster = fakeCluster();
    cluster.put(pods, askingPod('a'));
    cluster.fault = ({ verb, resource }, commit) => {
      if (verb === 'patch' && resource === 'pods') throw forbidden();
      return commit();
    };
    const { clock } = work(cluster);
    await clock.advance(1_000);
    const { items } = await cluster.client.list(events);
    expect(items).toMatchObject([
      {
        type: 'Warning',
        reason: 'StampFailed',
        message: 'pods "a" is forbidden: by policy',
        count: 8,
        involvedObject: { kind: 'Pod', name: 'a', namespace: 'default' },
      },
    ]);
  });

  it('is through with a pod that was deleted before the patch came', async () => {
    const cluster = fakeCluster();
    cluster.put(pods, askingPod('a'));
    cluster.fault = ({ verb }, commit) => {
      if (verb === 'patch') throw new ApiError('not-found', 'pods "a" not found', { status: 404 });
      return commit();
    };
    const { clock } = work(cluster);
    await clock.advance(1_000_000);
    expect(cluster.attempts).toEqual(['patch pods default/a']);
  });

  it('works with no rights but those on pods: says once that it has no Lease, and once that it writes no Events', async () => {
    const cluster = fakeCluster();
    for (const name of ['a', 'b']) cluster.put(pods, askingPod(name));
    let refusing = true;
    cluster.fault = ({ verb, resource }, commit) => {
      if (resource !== 'pods') throw new ApiError('forbidden', `${resource} is forbidden`, { status: 403 });
      if (verb === 'patch' && refusing) throw forbidden();
      return commit();
    };
    const { clock, messages } = work(cluster, {
      leadAlone: true,
      leases: {
        read: () => Promise.reject(forbidden()),
        create: () => Promise.reject(forbidden()),
        replace: () => Promise.reject(forbidden()),
      },
    });
    await clock.advance(100_000);
    refusing = false;
    await clock.advance(1_000_000);
    expect([stampOf(cluster, 'default/a'), stampOf(cluster, 'default/b')]).not.toContain(undefined);
    const count = (message: string) => messages().filter((text) => text === message).length;
    expect([
      count('leading without a Lease, as the cluster grants none: run one replica only, or grant it'),
      count('Events are not written where the cluster does not grant it'),
    ]).toEqual([1, 1]);
  });
});
