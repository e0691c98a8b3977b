import { startApiServer } from '../local/api-server/start.ts';
import { apiClient } from '../test/local/api-server/api-client.ts';
import { serveHook } from '../test/local/api-server/hook-server.ts';
import { percentile, show } from './figure.ts';

const WARM_UP = 300;
const WRITES = 1_000;
const MAPS = '/api/v1/namespaces/default/configmaps?dryRun=All';
const CONFIGURATIONS = '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations';

/** Writes with and without a webhook, one after another; server, webhook and client in one process, as in the lab. */
export async function webhooks(print: (line: string) => void): Promise<void> {
  const server = await startApiServer();
  const api = apiClient({ ...server, token: server.adminToken });
  await using hook = await serveHook(() => ({ allowed: true }));
  const timed = async (count: number): Promise<readonly number[]> => {
    const found: number[] = [];
    for (let i = 0; i < count; i += 1) {
      const began = performance.now();
      const { code } = await api.ask('POST', MAPS, { body: { metadata: { name: `c${i}` } } });
      found.push(performance.now() - began);
      if (code !== 201) throw new Error(`a write was answered ${code}`);
    }
    return found;
  };
  try {
    await timed(WARM_UP);
    const alone = await timed(WRITES);
    const body = {
      metadata: { name: 'hooks' },
      webhooks: [
        {
          name: 'hook.example.com',
          clientConfig: { url: `https://127.0.0.1:${hook.port}`, caBundle: hook.caBundle },
          rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['*'], resources: ['configmaps'] }],
          sideEffects: 'None',
          admissionReviewVersions: ['v1'],
        },
      ],
    };
    const { code } = await api.ask('POST', CONFIGURATIONS, { body });
    if (code !== 201) throw new Error(`the webhook was answered ${code}`);
    await timed(WARM_UP);
    const asked = await timed(WRITES);
    print(show({ what: 'a write without a webhook, p50', value: percentile(alone, 0.5), unit: 'ms' }));
    print(show({ what: 'a write without a webhook, p99', value: percentile(alone, 0.99), unit: 'ms' }));
    print(show({ what: 'a write that a webhook is asked about, p50', value: percentile(asked, 0.5), unit: 'ms' }));
    const added = percentile(asked, 0.99) - percentile(alone, 0.5);
    print(show({ what: 'what a call of a webhook adds, p99', value: added, unit: 'ms', bar: { atMost: 5 } }));
  } finally {
    await api.close();
    await server.stop();
  }
}
