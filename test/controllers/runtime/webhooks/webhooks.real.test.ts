import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { connect, type Connection } from '../../../../kube/connect.ts';
import { configMaps, secrets } from '../../../../kube/objects/built-in.ts';
import { on, problem, type Webhooks } from '../../../../webhooks/declared.ts';
import { borrowRealApiServer, describeReal, type BorrowedApiServer } from '../../../real/api-server.ts';
import { until } from '../../../until.ts';
import { announce, startAnswering } from './answering-program.ts';

describeReal('webhooks of a controller, on a real API server', () => {
  let server: BorrowedApiServer;
  let connection: Connection;
  beforeAll(async () => {
    server = await borrowRealApiServer();
    connection = await connect({ env: {}, kubeconfig: server.kubeconfig });
  }, 90_000);
  afterAll(async () => {
    await connection.client.delete(secrets, { namespace: 'default', name: 'keeper-webhooks' });
    await connection.close();
  });
  const create = (data: Readonly<Record<string, string>>) =>
    connection.client.create(configMaps, { metadata: { namespace: 'default', name: 'a' }, data }, { dryRun: true });

  it('change, refuse, warn and fail as the rules say', async () => {
    const webhooks: Webhooks = {
      mutate: [on(configMaps, ['create'], ({ object }) => ({ ...object, data: { ...object.data, seen: 'yes' } }))],
      validate: [
        on(configMaps, ['create'], ({ object }) => {
          if (object.data?.['a'] === 'broken') throw new Error('it is broken');
          return object.data?.['a'] === 'odd' ? problem('data.a', `is odd, and seen: ${object.data['seen']}`) : undefined;
        }),
      ],
    };
    await using program = await startAnswering(webhooks, server.kubeconfig);
    const forget = await announce(connection.client, webhooks, program.url);
    try {
      // The server takes a moment to hear of them, and of whom it may trust.
      await until('the webhooks to be called', async () => (await create({}).catch(() => undefined))?.data?.['seen'] === 'yes');
      await expect(create({ a: 'odd' })).rejects.toThrow(
        'admission webhook "configmaps.keeper.core" denied the request: data.a: is odd, and seen: yes',
      );
      await expect(create({ a: 'broken' })).rejects.toThrow(
        'failed calling webhook "configmaps.keeper.core": failed to call webhook: an error on the server ' +
          '("the rule configmaps.keeper.core has failed: it is broken") has prevented the request from succeeding',
      );
      expect((await create({ a: 'even' })).data).toEqual({ a: 'even', seen: 'yes' });
    } finally {
      await forget();
    }
  }, 60_000);
});
