import type { AnyController } from '../controllers/runtime/definition.ts';
import { onAbort } from '../ground/time/abort.ts';
import type { Client } from '../kube/client/client.ts';
import { ApiError } from '../kube/errors/api-error.ts';
import { customResourceDefinitions, endpointSlices } from '../kube/objects/built-in.ts';
import { applyManifest } from './apply-manifest.ts';
import { webhooksOf } from '../webhooks/declared.ts';
import { conversionOf, webhookManifests, webhooksName } from '../webhooks/manifests.ts';
import { convertedDefinitions, namedWebhooks } from '../webhooks/named.ts';

/** Has the server of a lab call the webhooks of its processes, as a cluster would. */
export interface LabWebhooks {
  /** Applies what a chart would hold: the Service and the configurations. Answers whether there is something to convert. */
  announce(controllers: readonly AnyController[], program: string): Promise<boolean>;
  /** A process serves them at a port of this machine: it is an endpoint of the Service until the signal aborts. */
  readonly served: (program: string, port: number, over: AbortSignal) => void;
}

const NAMESPACE = 'default';

export function createLabWebhooks(client: Client): LabWebhooks {
  return {
    async announce(controllers, program) {
      const all = webhooksOf(controllers);
      if (all.length === 0) return false;
      const place = { program, namespace: NAMESPACE, podLabels: { 'app.kubernetes.io/name': program } };
      for (const each of webhookManifests(all, place)) await applyManifest(client, each);
      const definitions = convertedDefinitions(namedWebhooks(all, program));
      for (const name of definitions)
        await client.patch(customResourceDefinitions, { name }, { merge: { spec: { conversion: conversionOf(place) } } });
      return definitions.length > 0;
    },
    served(program, port, over) {
      const service = webhooksName(program);
      const name = { namespace: NAMESPACE, name: `${service}-${port}` };
      const slice = {
        metadata: { ...name, labels: { 'kubernetes.io/service-name': service } },
        addressType: 'IPv4',
        ports: [{ name: 'webhooks', port, protocol: 'TCP' }],
        endpoints: [{ addresses: ['127.0.0.1'], conditions: { ready: true } }],
      };
      void client.create(endpointSlices, slice).catch(gone);
      onAbort(over, () => void client.delete(endpointSlices, name).catch(gone));
    },
  };
}

/** Nothing else is to be expected of a lab that ends. */
function gone(error: unknown): void {
  if (!ApiError.is(error)) throw error;
}
