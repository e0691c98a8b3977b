import { expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { createAuthority, issueServer } from '../../../ground/certificates/certificate.ts';
import { connectTo } from '../../../kube/connect.ts';
import { configMaps } from '../../../kube/objects/built-in.ts';
import { collectedHeap } from '../../collected-heap.ts';

/** Answers a watch by one bookmark, and goes on with it; notes of each connection whether it resumes the session of another. */
async function startWatchServer() {
  const authority = createAuthority('watched', Date.now());
  const { certificate, key } = issueServer(authority, ['127.0.0.1'], Date.now());
  const resumed: boolean[] = [];
  const server = createServer({ cert: certificate, key }, ({ url }, response) => {
    if (url?.includes('watch=1') !== true) return response.end('{"metadata":{"name":"a"}}');
    return response.write('{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"7"}}}\n');
  });
  server.on('secureConnection', (socket: TLSSocket) => resumed.push(socket.isSessionReused()));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const cluster = {
    server: `https://127.0.0.1:${address.port}`,
    'certificate-authority-data': Buffer.from(authority.certificate).toString('base64'),
  };
  return {
    resumed,
    connect: (background: boolean) => connectTo({ name: 'watched', namespace: 'default', cluster, user: {} }, { env: {}, background }),
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

it.each([
  ['', false],
  [' in the background', true],
])('connections%s resume the TLS session of the first, also when garbage was collected since', async (_, background) => {
  const server = await startWatchServer();
  const { client, close } = server.connect(background);
  const watches = [1, 2, 3].map(() => client.watch(configMaps, { resourceVersion: '1' }));
  try {
    for (const watch of watches) {
      expect((await watch.next()).value).toMatchObject({ type: 'bookmark' });
      collectedHeap();
    }
    await client.get(configMaps, { namespace: 'default', name: 'a' });
    expect(server.resumed).toEqual([false, true, true, true]);
  } finally {
    await Promise.all([close(), ...watches.map((watch) => watch.return(undefined).catch(() => undefined))]);
    server.stop();
  }
});
