import { afterAll, afterEach, expect, it } from '@jest/globals';
import { leases, namespaces, pods, serviceAccounts } from '../../../kube/objects/built-in.ts';
import { realm } from '../../../realm.ts';
import { kubeconfigOfAccount } from '../../account-token.ts';
import { connected } from '../../connected.ts';
import { accountIn, grant, untilGranted, type GrantedRule } from '../../grant.ts';
import { until } from '../../until.ts';
import { applyRealm } from '../applied-realm.ts';
import { startControllerHere, type ControllerHere } from '../runtime/controller-here.ts';
import { askingPod } from './asking-pod.ts';

const PODS: GrantedRule = { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch', 'patch'] };

/** What pod-timestamp may do and what it needs for that, on whichever server. */
export function rightsAtServer(startServer: () => Promise<{ readonly kubeconfig: string; stop?(): Promise<unknown> }>): void {
  const served = connected(startServer);
  const running: ControllerHere[] = [];
  afterEach(() => Promise.all(running.splice(0).map(({ stop }) => stop())));
  afterAll(() => served.server.stop?.());
  const startAs = async (namespace: string, account: string, env: Readonly<Record<string, string>> = {}) => {
    const kubeconfig = await kubeconfigOfAccount(served.server.kubeconfig, served.client, namespace, account);
    const controller = startControllerHere({ name: 'pod-timestamp', kubeconfig, env });
    running.push(controller);
    return controller;
  };
  const complaints = ({ logs }: ControllerHere) => logs.filter(({ level }) => level !== 'info').map(({ message }) => message);
  async function stamped(prefix: string): Promise<void> {
    for (const at of [0, 1, 2]) await served.client.create(pods, askingPod(`${prefix}-${at}`, { labels: { prefix } }));
    await until('three stamps', async () => {
      const { items } = await served.client.list(pods, { namespace: 'default', labelSelector: `prefix=${prefix}` });
      return items.filter(({ metadata }) => metadata?.annotations?.['timestamp'] !== undefined).length === 3;
    });
  }

  it('has all the rights that it needs by its manifest', async () => {
    const { client } = served;
    await applyRealm(client, realm);
    const user = accountIn('civ-system', 'pod-timestamp');
    await untilGranted(client, user, [PODS]);
    const ownLease = { apiGroups: ['coordination.k8s.io'], resources: ['leases'], resourceNames: ['civ8s-pod-timestamp'] };
    await untilGranted(client, user, [{ ...ownLease, verbs: ['get', 'patch'] }], 'civ-system');
    const controller = await startAs('civ-system', 'pod-timestamp', { POD_NAMESPACE: 'civ-system' });
    await stamped('granted');
    expect(await controller.stop()).toBe(0);
    expect((await client.get(leases, { namespace: 'civ-system', name: 'civ8s-pod-timestamp' })).spec?.holderIdentity).toBe('');
    expect(complaints(controller)).toEqual([]);
  });

  it('works with rights on pods alone, and says once what it goes without', async () => {
    const { client } = served;
    await client.create(namespaces, { metadata: { name: 'frugal' } });
    await client.create(serviceAccounts, { metadata: { namespace: 'frugal', name: 'frugal' } });
    await grant(client, accountIn('frugal', 'frugal'), 'frugal', [PODS]);
    const controller = await startAs('frugal', 'frugal');
    await stamped('frugal');
    expect(complaints(controller)).toEqual(['leading without a Lease, as the cluster grants none: run one replica only, or grant it']);
  });
}
