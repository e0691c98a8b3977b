import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApiServer, type ApiServer } from '../../../local/api-server/start.ts';

const ask = async ({ plainUrl, adminToken }: ApiServer, token = adminToken): Promise<number> =>
  (await fetch(`${plainUrl}/api/v1/namespaces/default`, { headers: { authorization: `Bearer ${token}` } })).status;

describe('the embedded API server, without TLS as well', () => {
  let server: ApiServer;
  beforeAll(async () => {
    server = await startApiServer({ plain: true });
  });
  afterAll(() => server.stop());

  it('asks for the same tokens', async () => {
    expect([await ask(server), await ask(server, 'wrong')]).toEqual([200, 401]);
  });

  it('is gone while there is an outage, and comes back on the same port', async () => {
    const over = await server.faults.outage();
    await expect(ask(server)).rejects.toThrow('fetch failed');
    await over();
    expect(await ask(server)).toBe(200);
  });

  it('is so only where that is asked for', async () => {
    const other = await startApiServer();
    expect(other.plainUrl).toBeUndefined();
    await other.stop();
  });
});
