import { afterEach, beforeAll, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { leases, pods, type Pod } from '../../../kube/objects/built-in.ts';
import { metadataOf } from '../../../kube/objects/resource.ts';
import { connectToRealApiServer, describeAlsoReal } from '../../real/api-server.ts';
import { startFaultingProxy } from '../../kube/faulting-proxy.ts';
import { startControllerHere, type ControllerHere } from '../runtime/controller-here.ts';
import { startController, type ControllerCommand, type ControllerProcess } from '../runtime/controller-process.ts';
import { askingPod } from './asking-pod.ts';
import { until } from '../../until.ts';

const QUICK_LEASE = ['--lease-duration=3s', '--renew-deadline=2s', '--retry-period=500ms'];

describeAlsoReal('pod-timestamp on a real API server', () => {
  const real = connectToRealApiServer();
  let since: string;
  const running: ControllerProcess[] = [];
  const here: ControllerHere[] = [];
  beforeAll(async () => {
    since = (await real.client.list(pods)).resourceVersion;
  });
  afterEach(async () => {
    for (const { kill } of running) kill('SIGTERM');
    await Promise.all([...running.splice(0).map(({ ended }) => ended), ...here.splice(0).map(({ stop }) => stop())]);
  });
  const startProcess = (...args: string[]) => {
    const controller = startController({ name: 'pod-timestamp', kubeconfig: real.server.kubeconfig, args });
    running.push(controller);
    return controller;
  };
  const startHere = (command: Partial<ControllerCommand>) => {
    const controller = startControllerHere({ name: 'pod-timestamp', kubeconfig: real.server.kubeconfig, ...command });
    here.push(controller);
    return controller;
  };
  const start = (...args: string[]) => startHere({ args });
  const ask = (prefix: string, count: number, from = 0) =>
    Promise.all(
      Array.from({ length: count }, (_, i) => real.client.create(pods, askingPod(`${prefix}-${from + i}`, { labels: { prefix } }))),
    );
  const stamped = async (prefix: string) => {
    const { items } = await real.client.list(metadataOf(pods), { namespace: 'default', labelSelector: `prefix=${prefix}` });
    return items.filter(({ metadata }) => metadata?.annotations?.['timestamp'] !== undefined).length;
  };
  const allStamped = async (prefix: string, count: number) => {
    await until(`${count} stamps`, async () => (await stamped(prefix)) >= count);
    return stamped(prefix);
  };
  /** How many PATCHes of pods the server has answered, by its own log, which may lag behind its answers. */
  const patches = (prefix: string) =>
    readFileSync(real.server.auditLog, 'utf8')
      .split('\n')
      .filter((text) => text.includes('"verb":"patch"') && text.includes(`"name":"${prefix}-`)).length;
  /** How often each pod was changed, by whomever, since it was created. */
  const changes = async (prefix: string, count: number): Promise<readonly number[]> => {
    const counts = new Map<string, number>();
    const fence = `fence-${prefix}`;
    await real.client.create(pods, askingPod(fence, { annotations: {}, labels: { prefix } }));
    const selected = { namespace: 'default', labelSelector: `prefix=${prefix}` };
    for await (const event of real.client.watch(metadataOf(pods), { ...selected, resourceVersion: since })) {
      if (event.type === 'bookmark') continue;
      const name = event.object.metadata?.name ?? '';
      if (name === fence) break;
      if (event.type === 'modified') counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    expect(counts.size).toBe(count);
    return [...new Set(counts.values())];
  };

  it('stamps more pods that wait than a page has, with one PATCH each, and ends well when it is told to', async () => {
    await ask('many', 600);
    const controller = start();
    expect(await allStamped('many', 600)).toBe(600);
    expect(await controller.stop()).toBe(0);
    const lease = await real.client.get(leases, { namespace: 'default', name: 'civ8s-pod-timestamp' });
    expect(lease.spec?.holderIdentity).toBe('');
    expect(await changes('many', 600)).toEqual([1]);
    await until('the audit log', () => patches('many') >= 600);
    expect(patches('many')).toBe(600);
  });

  it('15: the leader is killed in mid-work: the other replica finishes, and each pod was changed exactly once', async () => {
    const first = startProcess(...QUICK_LEASE);
    await first.logged('leading');
    const second = startProcess(...QUICK_LEASE);
    await second.logged('listed');
    expect(await second.get('/readyz')).toEqual([200, 'ok\n']);
    const asked = ask('killed', 200);
    await until('70 stamps', () => first.logs.filter(({ message }) => message === 'pod stamped').length >= 70, { everyMs: 5 });
    first.kill('SIGKILL');
    await asked;
    expect(await allStamped('killed', 200)).toBe(200);
    await second.logged('leading');
    expect(await changes('killed', 200)).toEqual([1]);
    const byBoth = [first, second].map(({ logs }) => logs.filter(({ message }) => message === 'pod stamped').length);
    expect(Math.min(...byBoth)).toBeGreaterThan(0);
  });

  it('keeps little of a pod, and leaves the rest of it as it was', async () => {
    const whole: Pod = askingPod('whole-0', { annotations: { addtime: 'please', other: 'kept' }, labels: { prefix: 'whole' } });
    await real.client.create(pods, whole);
    start();
    await allStamped('whole', 1);
    const { metadata, spec } = await real.client.get(pods, { namespace: 'default', name: 'whole-0' });
    expect([metadata?.annotations, metadata?.labels, spec?.containers[0]?.name]).toEqual([
      { addtime: 'please', other: 'kept', timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) },
      { prefix: 'whole' },
      'main',
    ]);
  });

  it('18: two that lead at once change each pod once', async () => {
    const both = [start('--leader-elect=false'), start('--leader-elect=false')];
    await Promise.all(both.map(({ logged }) => logged('listed')));
    await ask('both', 100);
    expect(await allStamped('both', 100)).toBe(100);
    expect(await changes('both', 100)).toEqual([1]);
  });

  it('4, 5, 16: a network that cuts connections and loses answers in mid-work: each pod is changed exactly once', async () => {
    const proxy = await startFaultingProxy({ port: Number(new URL(real.server.url).port) });
    try {
      const kubeconfig = `${real.server.kubeconfig}-proxy`;
      writeFileSync(kubeconfig, readFileSync(real.server.kubeconfig, 'utf8').replace(real.server.url, `https://127.0.0.1:${proxy.port}`), {
        mode: 0o600,
      });
      const controller = startHere({ kubeconfig, args: ['--leader-elect=false'] });
      await controller.logged('listed');
      const count = (message: string) => controller.logs.filter((line) => line.message === message).length;
      let asked = 0;
      for (const fault of [proxy.reset, proxy.loseAnswers, () => proxy.cutAfter(2_000), proxy.loseAnswers]) {
        const failed = count('reconcile failed');
        await until('a PATCH that was under way when the fault struck', async () => {
          if (count('reconcile failed') > failed) return true;
          const stampedBefore = count('pod stamped');
          const asking = ask('cut', 50, asked);
          asked += 50;
          await until('the first of many PATCHes', () => count('pod stamped') > stampedBefore, { everyMs: 1 });
          fault();
          await asking;
          proxy.heal();
          proxy.reset();
          return false;
        });
      }
      expect(await allStamped('cut', asked)).toBe(asked);
      expect(await changes('cut', asked)).toEqual([1]);
    } finally {
      await proxy.stop();
    }
  });

  it('the API server goes away and comes back: readiness falls and recovers, liveness stays, and it catches up', async () => {
    const controller = start('--stale-after=2s');
    await controller.logged('leading');
    await controller.logged('listed');
    await real.server.outage();
    const fallen = await until('readiness to fall', async () => {
      const [status, text] = await controller.get('/readyz');
      return status === 503 && text;
    });
    expect(fallen).toMatch(/^pods: out of date for \d s: .*ECONNREFUSED/);
    expect((await controller.get('/healthz'))[0]).toBe(200);
    await real.server.start();
    since = (await real.client.list(pods)).resourceVersion; // it has forgotten what was before
    await ask('after', 20);
    expect(await allStamped('after', 20)).toBe(20);
    expect(await controller.get('/readyz')).toEqual([200, 'ok\n']);
    expect(await changes('after', 20)).toEqual([1]);
  });
});
