import { describe, expect, it } from '@jest/globals';
import { rejectionOf } from '../../../../ground/time/abort.ts';
import { createEvents } from '../../../../controllers/runtime/tell/events.ts';
import { createLog } from '../../../../controllers/runtime/tell/log.ts';
import { ApiError } from '../../../../kube/errors/api-error.ts';
import { events, pods } from '../../../../kube/objects/built-in.ts';
import { fakeCluster } from '../fake-cluster.ts';
import { createVirtualClock } from '../../../ground/time/virtual-clock.ts';

const NEVER = new AbortController().signal;

function telling() {
  const cluster = fakeCluster();
  const clock = createVirtualClock();
  const logs: string[] = [];
  let dropped = 0;
  const log = createLog({ level: 'info', format: 'json', out: { write: (line) => logs.push(line) } });
  const recorder = createEvents({
    client: cluster.client,
    component: 'civ8s-test',
    instance: 'me',
    clock,
    wall: () => Date.UTC(2026, 10, 21) + clock.now(),
    log,
    onDropped: () => (dropped += 1),
  });
  const stop = new AbortController();
  const ended = recorder.run(stop.signal);
  const pod = (name: string) => ({ resource: pods, object: { metadata: { name, namespace: 'default', uid: `uid-${name}` } } });
  const tell = (name: string, message: string) => recorder.record(pod(name), { type: 'Warning', reason: 'Failed', message });
  const written = () =>
    cluster.client
      .list(events)
      .then(({ items }) => items.map(({ involvedObject, message, count }) => `${involvedObject.name}: ${message} x${count}`));
  return { cluster, clock, logs, tell, written, recorder, stop: () => stop.abort(), ended, dropped: () => dropped };
}

describe('Events', () => {
  it('say what happened to which object, and who says it', async () => {
    const { cluster, clock, tell } = telling();
    tell('a', 'no');
    await clock.advance(0);
    expect((await cluster.client.list(events)).items).toMatchObject([
      {
        metadata: { namespace: 'default', name: expect.stringMatching(/^a\.[0-9a-f]+$/) },
        type: 'Warning',
        reason: 'Failed',
        message: 'no',
        count: 1,
        firstTimestamp: '2026-11-21T00:00:00Z',
        lastTimestamp: '2026-11-21T00:00:00Z',
        involvedObject: { apiVersion: 'v1', kind: 'Pod', name: 'a', namespace: 'default', uid: 'uid-a' },
        source: { component: 'civ8s-test' },
        reportingComponent: 'civ8s-test',
        reportingInstance: 'me',
      },
    ]);
  });

  it('count what is said again, and start over after ten minutes of silence, or when the Event is gone', async () => {
    const { cluster, clock, tell, written } = telling();
    for (let i = 0; i < 3; i++) tell('a', 'no');
    await clock.advance(10);
    expect(await written()).toEqual(['a: no x3']);
    for (const { metadata } of (await cluster.client.list(events)).items)
      cluster.remove(events, `${metadata?.namespace}/${metadata?.name}`);
    tell('a', 'no');
    await clock.advance(10);
    expect(await written()).toEqual(['a: no x4']);
    await clock.advance(600_001);
    tell('a', 'no');
    await clock.advance(10);
    expect(await written()).toEqual(['a: no x4', 'a: no x1']);
  });

  it('of one kind about one object become one when there are more than ten', async () => {
    const { clock, tell, written } = telling();
    for (let i = 0; i < 50; i++) tell('a', `no ${i}`);
    tell('b', 'no');
    await clock.advance(100);
    expect(await written()).toEqual([
      ...Array.from({ length: 10 }, (_, i) => `a: no ${i} x1`),
      'a: (combined from similar events) x40',
      'b: no x1',
    ]);
  });

  it('that cannot be written are counted and forgotten; a refusal is said once', async () => {
    const { cluster, clock, tell, logs, dropped } = telling();
    cluster.fault = () => {
      throw new ApiError('forbidden', 'events is forbidden', { status: 403 });
    };
    tell('a', 'no');
    tell('b', 'no');
    await clock.advance(10);
    expect([dropped(), logs.map((line) => (JSON.parse(line) as { message: string }).message)]).toEqual([
      2,
      ['Events are not written where the cluster does not grant it'],
    ]);
  });

  it('of a namespace that is being deleted are forgotten, and nothing is said of the others', async () => {
    const { cluster, clock, tell, logs, dropped } = telling();
    const causes = [{ reason: 'NamespaceTerminating', field: 'metadata.namespace', message: 'namespace shop is being terminated' }];
    cluster.fault = () => {
      throw new ApiError('forbidden', 'unable to create new content in namespace shop', { status: 403, causes });
    };
    tell('a', 'no');
    await clock.advance(10);
    expect([dropped(), logs.filter((line) => line.includes('"warn"'))]).toEqual([1, []]);
  });

  it('wait for a slow server, a thousand of them; more are dropped and counted', async () => {
    const { cluster, clock, tell, dropped } = telling();
    cluster.fault = ({ signal }) => rejectionOf(signal ?? NEVER);
    for (let i = 0; i < 1_200; i++) tell('a', 'no');
    await clock.advance(0);
    expect(dropped()).toBe(200);
  });

  it('are all written at the end, or as many as the time allows', async () => {
    const { cluster, clock, tell, recorder, written, stop, ended } = telling();
    for (let i = 0; i < 5; i++) tell(`pod-${i}`, 'no');
    await recorder.finish(new AbortController().signal);
    expect(await written()).toHaveLength(5);
    cluster.fault = ({ signal }) => rejectionOf(signal ?? NEVER);
    tell('late', 'no');
    await clock.advance(0);
    const limit = new AbortController();
    const finished = recorder.finish(limit.signal);
    limit.abort();
    await finished;
    stop();
    await ended;
  });
});
