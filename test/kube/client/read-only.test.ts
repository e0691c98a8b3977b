import { expect, it } from '@jest/globals';
import { configMaps, type ConfigMap } from '../../../kube/objects/built-in.ts';
import { createReadOnlyClient } from '../../../kube/client/read-only.ts';
import { fakeCluster } from '../../controllers/runtime/fake-cluster.ts';

const settings: ConfigMap = { metadata: { namespace: 'default', name: 'settings' }, data: { key: 'first' } };
const name = { namespace: 'default', name: 'settings' };

it('a client that only reads sends nothing that writes', async () => {
  const cluster = fakeCluster();
  cluster.put(configMaps, settings);
  const client = createReadOnlyClient(cluster.client);
  const writes = [
    client.create(configMaps, settings),
    client.update(configMaps, settings),
    client.patch(configMaps, name, { merge: {} }),
    client.delete(configMaps, name),
    client.evict(name),
    client.raw({ method: 'POST', path: '/' }),
  ];
  const ends = await Promise.allSettled(writes);
  expect(ends.map((end) => (end.status === 'rejected' ? (end.reason as { readonly code?: string }).code : end.status))).toEqual(
    writes.map(() => 'forbidden'),
  );
  expect([(await client.get(configMaps, name)).data, (await client.list(configMaps)).items.length, cluster.attempts]).toEqual([
    { key: 'first' },
    1,
    [],
  ]);
});
