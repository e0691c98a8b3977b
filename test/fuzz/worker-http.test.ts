import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { sayTo } from '../local/node/services/say-to.ts';
import { openShop, wood, type TestShop } from '../worker/shop.ts';
import { fuzz, FUZZ_TIMEOUT_MS } from './runs.ts';

const BOOKS = 'b'.repeat(24);

describe('a worker, under random requests', () => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await openShop({ directions: [wood({ minimum: 0 })] });
    await shop.hold('wood', 1_000);
  });
  afterAll(() => shop.stop());

  const port = () => Number(new URL(shop.url).port);
  const name = fc.constantFrom('wood', 'item', 'quantity', 'atLeast', '__proto__', 'constructor', '');
  const value = fc.oneof(
    fc.constantFrom('1', '-1', '1e400', '0.5', 'null', '"wood"', '"__proto__"', '[]', '{}', '9007199254740993'),
    fc.string({ maxLength: 8 }).map((text) => JSON.stringify(text)),
  );
  const object = fc
    .array(fc.tuple(name, value), { maxLength: 4 })
    .map((entries) => `{${entries.map(([field, of]) => `${JSON.stringify(field)}:${of}`).join()}}`);
  const nested = fc.integer({ min: 1, max: 20_000 }).map((levels) => '['.repeat(levels));
  const body = fc.oneof(
    { arbitrary: object, weight: 5 },
    { arbitrary: nested, weight: 1 },
    fc.string({ unit: 'binary-ascii', maxLength: 40 }),
  );
  const path = fc.oneof(
    fc.constantFrom(
      '/sell',
      '/inventory',
      '/books',
      '/books?after=',
      '/books?after=%00',
      '/metrics',
      '/ready',
      '/sales/',
      '/sales/%',
      '*',
      '//',
    ),
    fc.string({ unit: 'binary-ascii', maxLength: 12 }).map((text) => `/sales/${encodeURIComponent(text)}`),
    fc.string({ unit: 'binary-ascii', maxLength: 20 }),
  );
  const header = fc.oneof(
    fc.constantFrom('content-type: application/json', `civ-from: ${BOOKS}`, 'civ-from: x', `civ-for: ${BOOKS}`, 'idempotency-key: k'),
    fc.constantFrom(`idempotency-key: ${'k'.repeat(300)}`, 'civ-asked: -1', 'civ-asked: 1e9', 'origin: http://web', 'expect: 100-continue'),
    fc.constantFrom(
      'transfer-encoding: chunked',
      'content-length: 3',
      'connection: close',
      'upgrade: h2c\r\nconnection: upgrade',
      `x: ${'x'.repeat(9_000)}`,
    ),
    fc.string({ unit: 'binary-ascii', maxLength: 20 }),
  );
  const request = fc
    .tuple(fc.constantFrom('POST', 'GET', 'DELETE', 'PUT', 'HEAD', 'CONNECT', 'PRI'), path, fc.array(header, { maxLength: 4 }), body)
    .map(([method, to, headers, text]) => {
      const lines = [`${method} ${to} HTTP/1.1`, 'host: shop', `content-length: ${Buffer.byteLength(text, 'latin1')}`, ...headers];
      return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${text}`, 'latin1');
    });
  const talk = fc.array(
    fc.oneof(
      { arbitrary: request, weight: 4 },
      { arbitrary: fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)), weight: 1 },
    ),
    { minLength: 1, maxLength: 4 },
  );

  it(
    'has a clear answer to each, others are answered after it, and its books balance',
    async () => {
      const seen = new Set<number>();
      await fc.assert(
        fc.asyncProperty(talk, async (pieces) => {
          const heard = await sayTo(port(), ...pieces);
          const codes = [...heard.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, code]) => Number(code));
          for (const code of codes) seen.add(code);
          expect(codes.filter((code) => code >= 500 && code !== 501 && code !== 503)).toEqual([]);
          await expect(sayTo(port(), 'GET /live HTTP/1.1\r\nhost: shop\r\n\r\n')).resolves.toMatch(/^HTTP\/1\.1 200 /);
          const {
            produced = 0,
            bought = 0,
            consumed = 0,
            sold = 0,
            stock,
          } = shop.books.read((reading) => reading.goods().get('wood')) ?? {};
          expect(produced + bought - consumed - sold).toBe(stock);
        }),
        fuzz(15_001, 1_600),
      );
      expect([...seen]).toEqual(expect.arrayContaining([200, 400, 403, 404])); // it was more than noise
    },
    FUZZ_TIMEOUT_MS,
  );
});
