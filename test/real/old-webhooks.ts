import { Agent, fetch } from 'undici';
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
  const dispatcher = new Agent({ connect: { ca: server.ca } });
  async function ask(method: string, path: string, body?: object): Promise<string> {
    const headers = { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' };
    const answer = await fetch(`${server.url}${path}`, { method, dispatcher, headers, ...(body && { body: JSON.stringify(body) }) });
    return answer.text();
  }
  try {
    for (const kind of ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration']) {
      const plural = `${kind.toLowerCase()}s`;
      if (!gone.some((key) => key.startsWith(`/registry/${plural}/`))) continue;
      const at = `/apis/admissionregistration.k8s.io/v1/${plural}`;
      const isCalled = async () => (await ask('POST', LEASES, lease)).includes(PROBE);
      await ask('POST', at, configuration(kind));
      await until('a webhook to be called', isCalled);
      await ask('DELETE', `${at}/${PROBE}`);
      await until('that webhook to be called no more', async () => !(await isCalled()));
    }
  } finally {
    await dispatcher.destroy();
  }
}
