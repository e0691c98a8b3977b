import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { startServiceProxy, type ServiceProxy } from '../../../../local/node/services/service-proxy.ts';
import type { ServiceBook } from '../../../../local/node/services/resolve.ts';
import { sayTo } from './say-to.ts';

const service = { metadata: { name: 'shop', namespace: 'x' }, spec: { ports: [{ name: 'http', port: 80 }] } };
const bookOf = (address: string, port: number): ServiceBook => ({
  service: (_namespace, name) => (name === 'shop' ? service : undefined),
  slices: () => [{ metadata: {}, addressType: 'IPv4', endpoints: [{ addresses: [address] }], ports: [{ name: 'http', port }] }],
});

describe('the proxy that knows Services', () => {
  const open: { close(): unknown }[] = [];
  const defects: unknown[] = [];
  afterEach(async () => {
    for (const each of open.splice(0)) await each.close();
    expect(defects.splice(0)).toEqual([]);
  });
  const proxyTo = async (port: number, report: (error: unknown) => void = (error) => void defects.push(error)): Promise<ServiceProxy> => {
    const proxy = await startServiceProxy(bookOf('127.0.0.1', port), { report });
    open.push(proxy);
    return proxy;
  };
  const podThatSays = async (answer: string): Promise<number> => {
    const pod = createServer((socket) => socket.on('error', () => undefined).once('data', () => socket.end(answer)));
    open.push(pod);
    await once(pod.listen(0, '127.0.0.1'), 'listening');
    const address = pod.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  };

  it.each(['a:99999', 'a:0', 'a:b', '[::1', 'a b', ':80', '/', 'http://a', 'a:80:80', '%zz', `${'a'.repeat(300)}:80`])(
    'answers CONNECT %s with 400, and goes on',
    async (target) => {
      const { port } = await proxyTo(await podThatSays('hello'));
      await expect(sayTo(port, `CONNECT ${target} HTTP/1.1\r\nhost: a\r\n\r\n`)).resolves.toMatch(/^HTTP\/1\.1 400 /);
      await expect(sayTo(port, 'CONNECT shop:80 HTTP/1.1\r\nhost: a\r\n\r\nhi')).resolves.toMatch(/^HTTP\/1\.1 200 .*hello$/s);
    },
  );

  it('answers 503 where no Service is called so', async () => {
    const { port } = await proxyTo(1);
    await expect(sayTo(port, 'CONNECT tavern:80 HTTP/1.1\r\nhost: a\r\n\r\n')).resolves.toMatch(/^HTTP\/1\.1 503 no Service "tavern"/);
  });

  it('outlives a pod that answers what HTTP does not know', async () => {
    const { port } = await proxyTo(await podThatSays('HTTP/1.1 042 what\r\ncontent-length: 0\r\n\r\n'));
    await expect(sayTo(port, 'GET http://shop/ HTTP/1.1\r\nhost: a\r\n\r\n')).resolves.toBe('');
    await expect(sayTo(port, 'GET /no-proxy HTTP/1.1\r\nhost: a\r\n\r\n')).resolves.toMatch(/^HTTP\/1\.1 400 /);
  });

  it('answers 500 and tells of a defect where an endpoint has no port that can be', async () => {
    const told: unknown[] = [];
    const { port } = await proxyTo(70_000, (error) => void told.push(error));
    await expect(sayTo(port, 'CONNECT shop:80 HTTP/1.1\r\nhost: a\r\n\r\n')).resolves.toMatch(/^HTTP\/1\.1 500 /);
    await expect(sayTo(port, 'GET http://shop/ HTTP/1.1\r\nhost: a\r\n\r\n')).resolves.toMatch(/^HTTP\/1\.1 500 /);
    expect(told).toHaveLength(2);
  });
});
