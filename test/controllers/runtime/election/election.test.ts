import { describe, expect, it } from '@jest/globals';
import { rejectionOf } from '../../../../ground/time/abort.ts';
import { createLeaseStore } from '../../../../controllers/runtime/election/lease-store.ts';
import { ApiError } from '../../../../kube/errors/api-error.ts';
import { configMaps, leases } from '../../../../kube/objects/built-in.ts';
import { atWork, type AtWorkOptions } from '../controller-at-work.ts';
import { fakeCluster, type FakeCluster } from '../fake-cluster.ts';
import { createVirtualClock, type VirtualClock } from '../../../ground/time/virtual-clock.ts';
import { wish, wishes, type Hooks } from '../wishes.ts';

const NEVER = new AbortController().signal;
const LEASE = { namespace: 'civ-system', name: 'civ8s-wishes' };

/** Replicas of one controller on one cluster, in one time. `wall` is each one's own idea of the time of day. */
function replicas(cluster: FakeCluster, clock: VirtualClock = createVirtualClock()) {
  const start = (
    identity: string,
    { hooks, wall = () => clock.now(), ...options }: AtWorkOptions & { hooks?: Hooks; wall?: () => number } = {},
  ) => atWork(cluster, wishes(hooks), { identity, clock, leases: (client) => createLeaseStore(client, LEASE, wall), ...options });
  return { clock, start, holder: () => cluster.get(leases, 'civ-system/civ8s-wishes')?.spec?.holderIdentity };
}
const leaseRequests = (identity: { value: boolean }, cluster: FakeCluster) => {
  cluster.fault = async ({ resource, signal }, commit) => {
    if (resource === 'leases.coordination.k8s.io' && identity.value) await rejectionOf(signal ?? NEVER);
    return commit();
  };
};
const grants = (cluster: FakeCluster) =>
  cluster.changes.filter((change) => change.startsWith('create configmaps') || change.startsWith('patch configmaps'));

describe('the election of a leader', () => {
  it('makes one of several lead, and only that one write', async () => {
    const cluster = fakeCluster();
    const { clock, start, holder } = replicas(cluster);
    const [one, two] = [start('one'), start('two')];
    await clock.advance(1_000);
    cluster.put(configMaps, wish('a'));
    await clock.advance(60_000);
    expect([holder(), grants(cluster)]).toEqual(['one', ['create configmaps default/gift-a', 'patch configmaps default/a']]);
    expect([one.messages().includes('leading'), two.messages().includes('leading')]).toEqual([true, false]);
    expect([await one.metric('leader_election_master_status'), await two.metric('leader_election_master_status'), two.ready()]).toEqual([
      1,
      0,
      [],
    ]);
  });

  it('has a stand-by say whom it waits for, and until when at the latest: once, also where that one is dead', async () => {
    const cluster = fakeCluster();
    const { clock, start, holder } = replicas(cluster, createVirtualClock());
    const one = start('one');
    await clock.advance(1_000);
    const two = start('two', { wall: () => 0 });
    await clock.advance(10_000);
    const said = () =>
      two.logs.filter(({ message }) => message === 'standing by').map(({ leader, unlessRenewedBy }) => [leader, unlessRenewedBy]);
    expect(said()).toEqual([['one', '2026-11-21T10:07:45Z']]);
    one.die();
    await clock.advance(20_000);
    expect([holder(), said()]).toEqual(['two', [['one', '2026-11-21T10:07:45Z']]]);
  });

  it('writes a Lease that others understand', async () => {
    const cluster = fakeCluster();
    const { clock, start } = replicas(cluster);
    start('one', { wall: () => Date.UTC(2026, 10, 21, 10, 7, 28, 5) });
    await clock.advance(100);
    expect(cluster.get(leases, 'civ-system/civ8s-wishes')?.spec).toEqual({
      holderIdentity: 'one',
      leaseDurationSeconds: 15,
      leaseTransitions: 0,
      acquireTime: '2026-11-21T10:07:28.005000Z',
      renewTime: '2026-11-21T10:07:28.005000Z',
    });
  });

  it('19: a leader that is told to stop takes on nothing new, ends what it has in hand, releases the lease, and the next goes on within 3 s', async () => {
    const cluster = fakeCluster();
    const { clock, start, holder } = replicas(cluster);
    const one = start('one', { hooks: { before: () => clock.pause(5_000, new AbortController().signal) } });
    await clock.advance(500);
    start('two');
    await clock.advance(500);
    cluster.put(configMaps, wish('in-hand'));
    await clock.advance(1_000);
    one.stop();
    cluster.put(configMaps, wish('new'));
    await clock.advance(3_900);
    expect([holder(), one.hasEnded(), grants(cluster)]).toEqual(['one', false, []]);
    await clock.advance(100);
    expect([holder(), one.hasEnded(), grants(cluster)]).toEqual([
      '',
      true,
      ['create configmaps default/gift-in-hand', 'patch configmaps default/in-hand'],
    ]);
    await clock.advance(3_000);
    expect([holder(), grants(cluster).slice(2)]).toEqual(['two', ['create configmaps default/gift-new', 'patch configmaps default/new']]);
  });

  it('19: told to stop while it waits for its first list, or for the lease, it ends at once', async () => {
    const cluster = fakeCluster();
    const { clock, start } = replicas(cluster);
    start('one');
    await clock.advance(1_000);
    const standBy = start('two');
    cluster.fault = ({ verb, signal }, commit) => (verb === 'list' ? rejectionOf(signal ?? NEVER) : commit());
    const unlisted = atWork(cluster, wishes(), { clock });
    await clock.advance(1_000);
    standBy.stop();
    unlisted.stop();
    await clock.advance(1);
    expect([standBy.hasEnded(), unlisted.hasEnded()]).toEqual([true, true]);
  });

  it('19: what does not end in time is cut off, and the lease released all the same', async () => {
    const cluster = fakeCluster();
    const { clock, start, holder } = replicas(cluster);
    const one = start('one', { hooks: { before: () => new Promise(() => {}) } });
    cluster.put(configMaps, wish('a'));
    await clock.advance(1_000);
    one.stop();
    await clock.advance(19_000);
    expect(one.hasEnded()).toBe(false);
    await clock.advance(2_001);
    expect([one.hasEnded(), holder()]).toEqual([true, '']);
  });

  it('19: when it has stopped nothing is left to come: no timer keeps the process', async () => {
    const cluster = fakeCluster();
    const { clock, start } = replicas(cluster);
    const one = start('one', { tweak: { resyncMs: 60_000 } });
    cluster.fault = ({ verb, resource }, commit) => {
      if (verb === 'create' && resource === 'configmaps') throw new ApiError('unavailable', 'not now', { status: 503 });
      return commit();
    };
    cluster.put(configMaps, wish('failing'));
    await clock.advance(30_000);
    one.stop();
    await clock.advance(0);
    expect([one.messages().includes('reconcile failed'), one.hasEnded(), clock.planned]).toEqual([true, true, 0]);
  });

  it('18: a leader that cannot renew stops by the renew deadline, before another one begins', async () => {
    const cluster = fakeCluster();
    const { clock, start } = replicas(cluster);
    const hang = { value: false };
    leaseRequests(hang, cluster);
    const one = start('one');
    await clock.advance(4_500);
    hang.value = true;
    await clock.advance(9_400);
    expect(one.messages()).not.toContain('stopped leading');
    await clock.advance(700);
    expect(one.logs).toContainEqual(
      expect.objectContaining({ message: 'stopped leading', reason: 'the lease could not be renewed in time' }),
    );
  });

  it('18: a renewal counts from when it was asked for, not from its late answer', async () => {
    const cluster = fakeCluster();
    const { clock, start } = replicas(cluster);
    let renewals = 0;
    cluster.fault = async ({ what, signal }, commit) => {
      if (what !== 'patch leases.coordination.k8s.io civ-system/civ8s-wishes') return commit();
      renewals += 1;
      if (renewals > 1) await rejectionOf(signal ?? NEVER);
      const answer = commit();
      await clock.pause(4_000, new AbortController().signal);
      return answer;
    };
    const one = start('one');
    await clock.advance(11_900); // asked after 2 s, answered after 6
    expect(one.messages()).not.toContain('stopped leading');
    await clock.advance(200);
    expect(one.messages()).toContain('stopped leading');
  });

  it('18: a term begins only when all work of the one before has ended', async () => {
    const cluster = fakeCluster();
    const { clock, start } = replicas(cluster);
    const hang = { value: false };
    leaseRequests(hang, cluster);
    const one = start('one', { hooks: { before: () => clock.pause(10_900, new AbortController().signal) } });
    cluster.put(configMaps, wish('a'));
    await clock.advance(100);
    hang.value = true;
    await clock.advance(9_400);
    hang.value = false; // the request under way stays lost; the next one, right after the loss, is answered
    await clock.advance(20_000);
    expect(one.messages().filter((message) => message.endsWith('leading'))).toEqual(['leading', 'stopped leading', 'leading']);
  });

  it('18: after the loss nothing is written, not even by a reconcile that was at it', async () => {
    const cluster = fakeCluster();
    const { clock, start } = replicas(cluster);
    const hang = { value: false };
    leaseRequests(hang, cluster);
    start('one', { hooks: { before: () => clock.pause(12_000, new AbortController().signal) } });
    await clock.advance(100);
    cluster.put(configMaps, wish('a'));
    hang.value = true;
    await clock.advance(30_000);
    expect(grants(cluster)).toEqual([]);
  });

  it('18: a process that was frozen for longer than its lease writes nothing when it wakes, before any timer has told it', async () => {
    const cluster = fakeCluster();
    const { clock, start } = replicas(cluster);
    const jump = { ms: 0 };
    const frozen: VirtualClock = { ...clock, now: () => clock.now() + jump.ms };
    const wake = new AbortController();
    start('one', { clock: frozen, hooks: { before: () => clock.pause(1_000_000, wake.signal) } });
    await clock.advance(100);
    cluster.put(configMaps, wish('a'));
    await clock.advance(100);
    jump.ms = 20_000;
    wake.abort();
    await clock.advance(0);
    expect(grants(cluster)).toEqual([]);
  });

  it('18: a clock that is set by an hour, forth or back, changes nothing', async () => {
    const cluster = fakeCluster();
    const { clock, start, holder } = replicas(cluster);
    const time = { one: 0, two: 0 };
    start('one', { wall: () => clock.now() + time.one });
    await clock.advance(1_000);
    start('two', { wall: () => clock.now() + time.two });
    for (const jump of [3_600_000, -3_600_000]) {
      time.one = jump;
      time.two = -jump;
      await clock.advance(60_000);
      expect(holder()).toBe('one');
    }
    expect(cluster.get(leases, 'civ-system/civ8s-wishes')?.spec?.leaseTransitions).toBe(0);
  });

  it('18: the Lease is deleted: the leader creates it again, and goes on', async () => {
    const cluster = fakeCluster();
    const { clock, start, holder } = replicas(cluster);
    const [one, two] = [start('one'), start('two')];
    await clock.advance(5_000);
    cluster.remove(leases, 'civ-system/civ8s-wishes');
    await clock.advance(60_000);
    expect([[one, two].filter(({ messages }) => messages().includes('leading')).length <= 2, holder()]).toEqual([
      true,
      expect.stringMatching(/one|two/),
    ]);
    cluster.put(configMaps, wish('a'));
    await clock.advance(1_000);
    expect(grants(cluster)).toHaveLength(2);
  });

  it('18: somebody writes himself into the Lease: the leader stops at its next look, and does not fight', async () => {
    const cluster = fakeCluster();
    const { clock, start, holder } = replicas(cluster);
    const one = start('one');
    await clock.advance(5_000);
    await cluster.client.patch(leases, LEASE, { merge: { spec: { holderIdentity: 'usurper' } } });
    await clock.advance(2_500);
    cluster.put(configMaps, wish('a'));
    await clock.advance(10_000);
    expect([one.logs.find(({ message }) => message === 'stopped leading'), holder(), grants(cluster)]).toMatchObject([
      { message: 'stopped leading', reason: 'the lease was taken by usurper' },
      'usurper',
      [],
    ]);
    await clock.advance(10_000); // the usurper is silent
    expect([holder(), grants(cluster).length]).toEqual(['one', 2]);
  });

  it('18: two that lead at once, as no lease tells them apart, have no double effect', async () => {
    const cluster = fakeCluster();
    const clock = createVirtualClock();
    atWork(cluster, wishes(), { clock });
    atWork(cluster, wishes(), { clock });
    await clock.advance(100);
    cluster.put(configMaps, wish('a'));
    await clock.advance(60_000);
    expect(grants(cluster)).toEqual(['create configmaps default/gift-a', 'patch configmaps default/a']);
  });

  it('a killed leader is followed after the lease has run out, and what it left is finished', async () => {
    const cluster = fakeCluster();
    const { clock, start, holder } = replicas(cluster);
    const one = start('one');
    await clock.advance(1_000);
    start('two');
    await clock.advance(2_000);
    one.die();
    cluster.put(configMaps, wish('a'));
    await clock.advance(14_000);
    expect(holder()).toBe('one');
    await clock.advance(5_000);
    expect([holder(), grants(cluster).length]).toEqual(['two', 2]);
  });

  it('leads alone where the cluster refuses the Lease, and joins the election when it is granted', async () => {
    const cluster = fakeCluster();
    const { clock, start, holder } = replicas(cluster);
    let refusing = true;
    let asked = 0;
    cluster.fault = ({ resource }, commit) => {
      if (resource === 'leases.coordination.k8s.io') asked += 1;
      if (refusing && resource === 'leases.coordination.k8s.io') throw new ApiError('forbidden', 'leases is forbidden', { status: 403 });
      return commit();
    };
    const one = start('one', { leadAlone: true });
    await clock.advance(60_000);
    cluster.put(configMaps, wish('a'));
    await clock.advance(1_000);
    expect([holder(), grants(cluster).length]).toEqual([undefined, 2]);
    expect(asked).toBeLessThanOrEqual(4); // it does not beg
    refusing = false;
    await clock.advance(31_000);
    expect([holder(), one.messages()]).toEqual(['one', expect.not.arrayContaining(['stopped leading'])]);
  });

  it('does not lead alone where it has seen a Lease before it was refused: somebody may hold it', async () => {
    const cluster = fakeCluster();
    const { clock, start } = replicas(cluster);
    const [one, two] = [start('one', { leadAlone: true }), start('two', { leadAlone: true })];
    await clock.advance(5_000);
    cluster.fault = ({ resource }, commit) => {
      if (resource === 'leases.coordination.k8s.io') throw new ApiError('forbidden', 'leases is forbidden', { status: 403 });
      return commit();
    };
    await clock.advance(60_000);
    expect([one.messages(), await one.metric('leader_election_master_status'), two.messages()]).toEqual([
      expect.arrayContaining(['stopped leading']),
      0,
      expect.not.arrayContaining(['leading']),
    ]);
  });

  it('waits for the Lease where it must have one', async () => {
    const cluster = fakeCluster();
    const { clock, start } = replicas(cluster);
    cluster.fault = ({ resource }, commit) => {
      if (resource === 'leases.coordination.k8s.io') throw new ApiError('forbidden', 'leases is forbidden', { status: 403 });
      return commit();
    };
    const one = start('one', { leadAlone: false });
    cluster.put(configMaps, wish('a'));
    await clock.advance(60_000);
    expect([grants(cluster), one.messages().filter((message) => message === 'cannot acquire the Lease')]).toEqual([
      [],
      ['cannot acquire the Lease'],
    ]);
  });
});
