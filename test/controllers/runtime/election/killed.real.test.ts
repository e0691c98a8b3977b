import { afterEach, expect, it } from '@jest/globals';
import { leases } from '../../../../kube/objects/built-in.ts';
import { connectToRealApiServer, describeReal } from '../../../real/api-server.ts';
import { startController, type ControllerProcess } from '../controller-process.ts';

/** Longer than a test waits for anything: who has to wait for it does not lead here. */
const LONG_LEASE = ['--leader-elect=true', '--lease-duration=10m', '--renew-deadline=9m', '--retry-period=100ms'];
const LEASE = { namespace: 'default', name: 'civ8s-pod-timestamp' };

describeReal('a leader that is killed, on a real API server', () => {
  const real = connectToRealApiServer();
  const running: ControllerProcess[] = [];
  afterEach(async () => {
    for (const { kill } of running) kill('SIGKILL');
    await Promise.all(running.splice(0).map(({ ended }) => ended));
    await real.client.delete(leases, LEASE);
  });
  const inPod = (uid: string): ControllerProcess => {
    const controller = startController({
      name: 'pod-timestamp',
      kubeconfig: real.server.kubeconfig,
      args: LONG_LEASE,
      env: { POD_NAME: 'pod', POD_UID: uid, POD_NAMESPACE: LEASE.namespace },
    });
    running.push(controller);
    return controller;
  };
  const leads = ({ logs }: ControllerProcess): boolean => logs.some(({ message }) => message === 'leading');
  const lease = async () => (await real.client.get(leases, LEASE)).spec;

  it('leads at once when it comes back in its pod; another pod, and another process of its pod, wait', async () => {
    const [pod, other] = [crypto.randomUUID(), crypto.randomUUID()];
    const first = inPod(pod);
    await first.logged('leading');
    const waiting = [inPod(pod), inPod(other)];
    await Promise.all(waiting.map(({ logged }) => logged('listed')));
    first.kill('SIGKILL');
    await first.ended;
    await inPod(pod).logged('leading');
    expect([waiting.map(leads), await lease()]).toEqual([
      [false, false],
      expect.objectContaining({ holderIdentity: `pod_${pod}`, leaseTransitions: 0 }),
    ]);
  });

  it('is not followed while it is only frozen, not by a process of its own pod either', async () => {
    const pod = crypto.randomUUID();
    const first = inPod(pod);
    await first.logged('leading');
    first.kill('SIGSTOP');
    const second = inPod(pod);
    await second.logged('listed');
    first.kill('SIGKILL');
    await first.ended;
    await inPod(pod).logged('leading');
    expect(leads(second)).toBe(false);
  });
});
