import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { configMaps, type ConfigMap } from '../../kube/built-in.ts';
import { connect, type Connection } from '../../kube/connect.ts';
import { follow } from '../../kube/follow.ts';
import { reflect } from '../../kube/reflect.ts';
import { createStore } from '../../kube/store.ts';
import { describeReal, startRealApiServer, type RealApiServer } from '../real/api-server.ts';

describeReal('a client of the real API server', () => {
  let server: RealApiServer;
  let connection: Connection;
  beforeAll(async () => {
    server = await startRealApiServer();
    connection = await connect({ env: { KUBECONFIG: server.kubeconfig } });
  }, 60_000);
  afterAll(async () => {
    await connection.close();
    await server.stop();
  });

  it('follows what it creates, patches and deletes', async () => {
    const { client } = connection;
    const writer = createStore<ConfigMap>();
    const stop = new AbortController();
    const seen: string[] = [];
    const following = (async () => {
      for await (const delta of follow(reflect(client, configMaps, { signal: stop.signal, namespace: 'default' }), writer)) {
        seen.push(`${delta.type} ${delta.object.metadata?.name ?? ''} ${delta.object.data?.['wood'] ?? ''}`);
        if (delta.type === 'deleted') stop.abort();
      }
    })();
    await writer.store.whenSynced(stop.signal);
    const name = { namespace: 'default', name: 'stock' };
    const made = await client.create(configMaps, { metadata: name, data: { wood: '1' } });
    await writer.store.whenHas(made.metadata?.resourceVersion ?? '', stop.signal);
    expect(writer.store.get('default/stock')?.data).toEqual({ wood: '1' });
    await client.patch(configMaps, name, { merge: { data: { wood: '2' } } });
    await client.patch(configMaps, name, { apply: { metadata: name, data: { wood: '3' } }, force: true });
    await client.delete(configMaps, name, { uid: made.metadata?.uid });
    await following;
    expect(seen).toEqual(['added stock 1', 'updated stock 2', 'updated stock 3', 'deleted stock 3']);
  });
});
