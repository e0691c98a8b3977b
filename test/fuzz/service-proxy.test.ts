import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { startServiceProxy, type ServiceProxy } from '../../local/node/services/service-proxy.ts';
import { sayTo } from '../local/node/services/say-to.ts';
import { fuzz, FUZZ_TIMEOUT_MS } from './runs.ts';

describe('the proxy that knows Services, under random bytes', () => {
  let proxy: ServiceProxy;
  const defects: unknown[] = [];
  beforeAll(async () => {
    proxy = await startServiceProxy({ service: () => undefined, slices: () => [] }, { report: (error) => defects.push(error) });
  });
  afterAll(() => proxy.close());

  const target = fc.oneof(
    fc.constantFrom('a:99999', 'a:-1', 'a:1e9', '[::1]:80', '[::1', ':', '*', 'a:80/', 'http://', 'http://a:99999/', '//a', 'http://%00/'),
    fc.webUrl(),
    fc.string({ unit: 'binary-ascii', maxLength: 30 }),
    fc.tuple(fc.domain(), fc.integer()).map(([host, port]) => `${host}:${port}`),
  );
  const header = fc.oneof(
    fc.constantFrom('proxy-authorization: Basic !!!', 'host: ', 'content-length: 5', 'transfer-encoding: chunked', 'expect: 100-continue'),
    fc.constantFrom('upgrade: websocket\r\nconnection: upgrade', 'content-length: -1', 'connection: close', ': x', 'a'),
    fc.string({ unit: 'binary-ascii', maxLength: 20 }),
  );
  const request = fc
    .tuple(fc.constantFrom('CONNECT', 'GET', 'POST', 'TRACE', 'FOO', 'PRI'), target, fc.array(header, { maxLength: 3 }))
    .map(([method, to, headers]) => Buffer.from(`${[`${method} ${to} HTTP/1.1`, ...headers].join('\r\n')}\r\n\r\n`, 'latin1'));
  const talk = fc.array(
    fc.oneof(
      request,
      fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
    ),
    { minLength: 1, maxLength: 4 },
  );

  it(
    'answers nothing but refusals, and goes on',
    async () => {
      await fc.assert(
        fc.asyncProperty(talk, async (pieces) => {
          const heard = await sayTo(proxy.port, ...pieces);
          for (const [, code] of heard.matchAll(/^HTTP\/1\.1 (\d+)/gm)) expect(['400', '417', '431', '503', '100']).toContain(code);
          await expect(sayTo(proxy.port, 'CONNECT shop:80 HTTP/1.1\r\nhost: a\r\n\r\n')).resolves.toMatch(/^HTTP\/1\.1 503 /);
        }),
        fuzz(15_008, 300),
      );
      expect(defects).toEqual([]);
    },
    FUZZ_TIMEOUT_MS,
  );
});
