import { ApiError } from '../../../kube/api-error.ts';
import { configMaps, namespaces, serviceAccounts } from '../../../kube/built-in.ts';
import { keyOf } from '../../../kube/resource.ts';
import type { Controller } from '../../../controllers/runtime/definition.ts';

/** Namespace -> what every namespace of a cluster holds: the account of pods that name none, and the authority's certificate. */
export const namespaceController = (caCertificate: string): Controller => ({
  name: 'namespace',
  summary: 'gives each namespace its default ServiceAccount and the root certificate',
  flags: {},
  setUp({ follow }) {
    const all = follow(namespaces, { keys: ({ object }) => [keyOf(object)] });
    const accounts = follow(serviceAccounts, { keys: ({ object }) => [object.metadata?.namespace ?? ''] });
    const maps = follow(configMaps, { fieldSelector: `metadata.name=${ROOT_CERTIFICATE}`, keys: ({ object }) => [object.metadata?.namespace ?? ''] });
    return async (name, { client }) => {
      const namespace = all.get(name);
      if (namespace === undefined || namespace.metadata?.deletionTimestamp !== undefined) return 'on-change';
      if (accounts.get(`${name}/default`) === undefined) await ifNew(client.create(serviceAccounts, { metadata: { name: 'default', namespace: name } }));
      const data = { 'ca.crt': caCertificate };
      const certificate = maps.get(`${name}/${ROOT_CERTIFICATE}`);
      if (certificate === undefined) await ifNew(client.create(configMaps, { metadata: { name: ROOT_CERTIFICATE, namespace: name }, data }));
      else if (certificate.data?.['ca.crt'] !== caCertificate) await client.update(configMaps, { ...certificate, data });
      return 'on-change';
    };
  },
});

const ROOT_CERTIFICATE = 'kube-root-ca.crt';

async function ifNew(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (!ApiError.is(error, 'already-exists')) throw error;
  }
}
