import { expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { connectTo } from '../../../kube/connect.ts';
import { configMaps } from '../../../kube/objects/built-in.ts';

/** Of a server that has just gone. */
async function goneAddress(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${address.port}`;
}

it('a watch in the background that reaches nobody says so', async () => {
  const context = { name: 'gone', namespace: 'default', cluster: { server: await goneAddress() }, user: {} };
  const { client, close } = connectTo(context, { env: {}, background: true });
  try {
    const watching = async () => {
      for await (const _ of client.watch(configMaps, { resourceVersion: '1' })) continue;
    };
    await expect(watching()).rejects.toMatchObject({ code: 'unreachable' });
  } finally {
    await close();
  }
});
