import { afterEach, describe, expect, it } from '@jest/globals';
import type { Server } from 'node:http';
import { addressOf, close, createProbes, listen } from '../../../../controllers/runtime/tell/probes.ts';

const started: Server[] = [];
afterEach(() => Promise.all(started.splice(0).map(close)));

async function probes(live: readonly string[] = [], ready: readonly string[] = []) {
  const server = createProbes({
    live: () => live,
    ready: () => ready,
    why: (key) => (key === undefined ? 'shop/a\n' : key === 'shop/a' ? 'a resync\n' : undefined),
    metrics: { text: async () => 'up 1\n', contentType: 'text/plain; version=0.0.4' },
  });
  started.push(server);
  const port = await listen(server, { host: '127.0.0.1', port: 0 });
  return async (path: string, method = 'GET') => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method });
    return [response.status, await response.text()];
  };
}

describe('the probes', () => {
  it('say that all is well', async () => {
    const get = await probes();
    expect([await get('/healthz'), await get('/readyz?verbose'), await get('/metrics')]).toEqual([
      [200, 'ok\n'],
      [200, 'ok\n'],
      [200, 'up 1\n'],
    ]);
  });

  it('say what is not, a line each', async () => {
    const get = await probes(['stuck'], ['pods: not listed yet', 'stopping']);
    expect([await get('/healthz'), await get('/readyz')]).toEqual([
      [503, 'stuck\n'],
      [503, 'pods: not listed yet\nstopping\n'],
    ]);
  });

  it('have no other pages, and change nothing', async () => {
    const get = await probes();
    expect([await get('/'), await get('/healthz', 'POST')]).toEqual([
      [404, 'there are /healthz, /live, /readyz, /metrics and /why\n'],
      [405, 'only GET\n'],
    ]);
  });
});

describe('the page of why', () => {
  it('is that of a key, or of all of them', async () => {
    const get = await probes();
    expect([await get('/why'), await get('/why?key=shop%2Fa'), await get('/why?key=shop/b')]).toEqual([
      [200, 'shop/a\n'],
      [200, 'a resync\n'],
      [404, expect.stringContaining('does not remember a look')],
    ]);
  });
});

describe('an address to listen at', () => {
  it.each([
    [':9090', { port: 9_090 }],
    ['127.0.0.1:0', { host: '127.0.0.1', port: 0 }],
    ['[::1]:80', { host: '::1', port: 80 }],
    ['localhost:1', { host: 'localhost', port: 1 }],
  ])('can be %s', (given, address) => expect(addressOf(given)).toEqual(address));
  it.each(['9090', 'host', ':', ':99999', '::1:80', '[x]:1', ':-1'])('cannot be %s', (given) => expect(addressOf(given)).toBeUndefined());
});
