import { expect, it } from '@jest/globals';
import { configMaps, customResourceDefinitions } from '../../../../kube/objects/built-in.ts';
import { on, problem, type Webhooks } from '../../../../webhooks/declared.ts';
import { connectToRealApiServer, describeAlsoReal } from '../../../real/api-server.ts';
import { until } from '../../../until.ts';
import type { KubeObject } from '../../../../kube/objects/resource.ts';
import { newestRoutes, oldRoutes, routeConversions, routeDefinition, routes } from './routes.ts';
import { announce, startAnswering } from './answering-program.ts';

describeAlsoReal('webhooks of a controller, on a real API server', () => {
  const real = connectToRealApiServer();
  const create = (data: Readonly<Record<string, string>>) =>
    real.client.create(configMaps, { metadata: { namespace: 'default', name: 'a' }, data }, { dryRun: true });

  it('convert versions of a kind', async () => {
    const { client, server } = real;
    const webhooks: Webhooks = { convert: routeConversions };
    await client.create<KubeObject>(customResourceDefinitions, routeDefinition);
    await using program = await startAnswering(webhooks, server.kubeconfig);
    const forget = await announce(client, webhooks, program.url);
    try {
      const name = { namespace: 'default', name: 'a' };
      await until('routes to be served', async () => (await client.list(oldRoutes).catch(() => undefined)) !== undefined);
      await client.create(oldRoutes, { metadata: name, spec: { to: 'a:80' } });
      const newest = () => client.get(newestRoutes, name).catch(() => undefined);
      await until('routes to be converted', async () => (await newest())?.spec.target !== undefined);
      expect((await newest())?.spec).toEqual({ target: { host: 'a', port: 80 } });
      await client.patch(routes, name, { merge: { spec: { port: 81 } } });
      expect((await client.get(oldRoutes, name)).spec).toEqual({ to: 'a:81' });
      await client.patch(oldRoutes, name, { merge: { spec: { to: 'b' } } });
      await expect(client.get(routes, name)).rejects.toThrow('conversion webhook for example.com/v1, Kind=Route failed: "b" has no port');
    } finally {
      await client.delete(customResourceDefinitions, { name: 'routes.example.com' });
      await forget();
    }
  });

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
    await using program = await startAnswering(webhooks, real.server.kubeconfig);
    const forget = await announce(real.client, webhooks, program.url);
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
  });
});
