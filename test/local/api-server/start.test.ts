import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApiServer, type ApiServer } from '../../../local/api-server/start.ts';
import { apiClient, type ApiClient } from './api-client.ts';

describe('the embedded API server', () => {
  let server: ApiServer;
  let api: ApiClient;
  beforeAll(async () => {
    server = await startApiServer();
    api = apiClient({ ...server, token: server.adminToken });
  });
  afterAll(async () => {
    await api.close();
    await server.stop();
  });

  const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
  const configMap = (name: string, data: Record<string, string> = {}) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name },
    data,
  });

  it('keeps what is created, and changes it by patches', async () => {
    await expect(api.ask('POST', CONFIG_MAPS, { body: configMap('kept', { a: '1' }) })).resolves.toMatchObject({
      code: 201,
      body: { metadata: { namespace: 'default' } },
    });
    await api.ask('PATCH', `${CONFIG_MAPS}/kept`, { type: 'application/merge-patch+json', body: { data: { b: '2' } } });
    await api.ask('PATCH', `${CONFIG_MAPS}/kept`, { type: 'application/json-patch+json', body: [{ op: 'remove', path: '/data/a' }] });
    await expect(api.ask('GET', `${CONFIG_MAPS}/kept`)).resolves.toMatchObject({ code: 200, body: { data: { b: '2' } } });
  });

  it('tells a watch what is there, and then what changes', async () => {
    await api.ask('POST', CONFIG_MAPS, { body: configMap('watched') });
    const seen: string[] = [];
    for await (const { type } of await api.watch(`${CONFIG_MAPS}?watch=true&fieldSelector=metadata.name=watched`)) {
      seen.push(type);
      if (type === 'ADDED')
        await api.ask('PATCH', `${CONFIG_MAPS}/watched`, { type: 'application/merge-patch+json', body: { data: { a: '1' } } });
      if (type === 'MODIFIED') await api.ask('DELETE', `${CONFIG_MAPS}/watched`);
      if (type === 'DELETED') break;
    }
    expect(seen).toEqual(['ADDED', 'MODIFIED', 'DELETED']);
  });

  it('lets nobody in with a wrong token, and tells an unknown user what is missing', async () => {
    await expect(api.ask('GET', CONFIG_MAPS, { token: 'wrong' })).resolves.toMatchObject({ code: 401, body: { reason: 'Unauthorized' } });
    await expect(api.ask('GET', CONFIG_MAPS, { token: '' })).resolves.toMatchObject({
      code: 403,
      body: {
        message:
          'configmaps is forbidden: User "system:anonymous" cannot list resource "configmaps" in API group "" in the namespace "default"',
      },
    });
  });
});
