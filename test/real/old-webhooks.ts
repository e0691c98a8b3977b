import { apiClient } from '../local/api-server/api-client.ts';
import { until } from '../until.ts';
import type { RealApiServerFacts } from './kube-apiserver.ts';

const PROBE = 'probe.civ8s.dev';
const LEASES = '/apis/coordination.k8s.io/v1/namespaces/default/leases?dryRun=All';
const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'probe' } };

const configuration = (kind: string) => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind,
  metadata: { name: PROBE },
  webhooks: [
    {
      name: PROBE,
      clientConfig: { url: 'https://127.0.0.1:1/' },
      rules: [{ apiGroups: ['coordination.k8s.io'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['leases'] }],
      sideEffects: 'None',
      admissionReviewVersions: ['v1'],
    },
  ],
});

/**
 * Waits until a server calls no webhook of a configuration that was taken away, be it from its etcd. It hears of configurations in the
 * order of their changes: when it has heard that one has come and gone since, it has heard of those before.
 */
export async function untilNoOldWebhookIsCalled(server: RealApiServerFacts, gone: readonly string[]): Promise<void> {
  const api = apiClient(server);
  try {
    for (const kind of ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration']) {
      const plural = `${kind.toLowerCase()}s`;
      if (!gone.some((key) => key.startsWith(`/registry/${plural}/`))) continue;
      const at = `/apis/admissionregistration.k8s.io/v1/${plural}`;
      const isCalled = async () => (await api.ask('POST', LEASES, { body: lease })).text.includes(PROBE);
      await api.ask('POST', at, { body: configuration(kind) });
      await until('a webhook to be called', isCalled);
      await api.ask('DELETE', `${at}/${PROBE}`);
      await until('that webhook to be called no more', async () => !(await isCalled()));
    }
  } finally {
    await api.close();
  }
}
