import { describe, expect, it } from '@jest/globals';
import { census } from '../../docs/examples/census.ts';
import { namespaces, pods, type Pod } from '../../kube/objects/built-in.ts';
import { everyFault } from '../../lab/faults/every-fault.ts';
import { atWork } from '../controllers/runtime/controller-at-work.ts';
import { fakeCluster, type FakeCluster } from '../controllers/runtime/fake-cluster.ts';
import { rightControllers } from '../lab/right-controllers.ts';

const kingdom = (name: string) => ({ metadata: { name, labels: { 'civ8s.dev/kingdom': name } } });
const pod = (name: string, phase = 'Running', namespace = 'one'): Pod => ({
  metadata: { name, namespace },
  spec: { containers: [] },
  status: { phase },
});
const counted = (cluster: FakeCluster, name: string) => cluster.get(namespaces, name)?.metadata?.annotations?.['census.example.com/pods'];

describe('the controller of docs/write-a-controller.md', () => {
  it('counts the running pods of each kingdom, and of nothing else', async () => {
    const cluster = fakeCluster();
    for (const name of ['one', 'two']) cluster.put(namespaces, kingdom(name));
    cluster.put(namespaces, { metadata: { name: 'other' } });
    for (const each of [pod('a'), pod('b'), pod('c', 'Pending'), pod('d', 'Running', 'other')]) cluster.put(pods, each);
    const { clock } = atWork(cluster, census);
    await clock.advance(1_000);
    expect(['one', 'two', 'other'].map((name) => counted(cluster, name))).toEqual(['2', '0', undefined]);
    cluster.remove(pods, 'one/a');
    await clock.advance(1_000);
    expect(counted(cluster, 'one')).toBe('1');
  });

  it('writes once for what happens at once, and nothing when nothing changes', async () => {
    const cluster = fakeCluster();
    cluster.put(namespaces, kingdom('one'));
    for (let i = 0; i < 50; i++) cluster.put(pods, pod(`pod-${i}`));
    const { clock } = atWork(cluster, census, { tweak: { resyncMs: 10_000 } });
    await clock.advance(100_000);
    expect([cluster.attempts, counted(cluster, 'one')]).toEqual([['patch namespaces one'], '50']);
  });

  it('comes to the same, whatever goes wrong', async () => {
    const { plans, failed } = await everyFault(rightControllers.census);
    expect(failed).toEqual([]);
    expect(plans.length).toBeGreaterThan(30);
  });
});
