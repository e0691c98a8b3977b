import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { once } from 'node:events';
import { connect as connectPlainly, type Socket } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { configMap, MERGE, namespaced } from '../../conformance/objects.ts';
import { running } from './running.ts';

const at = namespaced('default', 'configmaps');

describe('the embedded API server survives', () => {
  const defects: unknown[] = [];
  const embedded = running({ historyLength: 100, plain: true, report: (error) => defects.push(error) });

  let session: Buffer | undefined;
  const socket = async (): Promise<TLSSocket> => {
    const open = connect({ port: embedded.server.port, host: '127.0.0.1', ca: embedded.server.ca, session });
    open.once('session', (bytes: Buffer) => (session ??= bytes)); // a handshake is quicker from the second on
    await once(open, 'secureConnect');
    return open;
  };
  /** Without TLS, for many of them: half of the work would be handshakes. */
  const plainSocket = async (): Promise<Socket> => {
    const open = connectPlainly({ port: Number(new URL(embedded.server.plainUrl ?? '').port), host: '127.0.0.1' });
    await once(open, 'connect');
    return open;
  };
  /** Resolves when a word has come over a connection. */
  const heard = (open: Socket, word: string): Promise<void> =>
    new Promise((resolve, reject) => {
      let text = '';
      const look = (bytes: Buffer) => {
        text += bytes.toString('latin1');
        if (!text.includes(word)) return;
        open.off('data', look);
        resolve();
      };
      open
        .on('data', look)
        .once('error', reject)
        .once('close', () => reject(new Error(`the server closed a connection before ${word}`)));
    });
  const head = (method: string, path: string, more = '') =>
    `${method} ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${embedded.server.adminToken}\r\n${more}\r\n`;
  const isClear = ({ code }: { readonly code: number }) => code < 500 || code === 501;

  it('any bytes as a body, in any format, with a clear answer', async () => {
    const types = fc.constantFrom(
      'application/json',
      'application/yaml',
      'application/vnd.kubernetes.protobuf',
      'application/merge-patch+json',
      'text/plain',
    );
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), types, async (bytes, type) => {
        const reply = await embedded.api.ask('POST', at, { body: Buffer.from(bytes), type });
        expect(isClear(reply)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('any protobuf that begins like one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        const reply = await embedded.api.ask('POST', at, {
          body: Buffer.concat([Buffer.from('k8s\0'), bytes]),
          type: 'application/vnd.kubernetes.protobuf',
        });
        expect(isClear(reply)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('any JSON where an object ought to be', async () => {
    await embedded.api.ask('POST', at, { body: configMap('target') });
    const kinds = fc.constantFrom(
      ['POST', at, 'application/json'],
      ['PUT', `${at}/target`, 'application/json'],
      ['PATCH', `${at}/target`, 'application/merge-patch+json'],
      ['PATCH', `${at}/target`, 'application/json-patch+json'],
      ['PATCH', `${at}/target`, 'application/strategic-merge-patch+json'],
      ['PATCH', `${at}/target?fieldManager=x`, 'application/apply-patch+yaml'],
      ['DELETE', `${at}/none`, 'application/json'],
      ['POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', 'application/json'],
    );
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 4 }),
      fc.record({ metadata: fc.jsonValue({ maxDepth: 2 }), spec: fc.jsonValue({ maxDepth: 2 }), data: fc.jsonValue({ maxDepth: 2 }) }),
    );
    await fc.assert(
      fc.asyncProperty(kinds, value, async ([method = '', path = '', type = ''], body) => {
        expect(isClear(await embedded.api.ask(method, path, { body: JSON.stringify(body), type }))).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('any path and query', async () => {
    const segment = fc.constantFrom(
      'api',
      'apis',
      'v1',
      'apps',
      'namespaces',
      'default',
      'pods',
      'configmaps',
      'status',
      'proxy',
      '%2e%2e',
      '',
      'é',
      '%ZZ',
      'x:y:z:w',
    );
    const key = fc.constantFrom(
      'watch',
      'limit',
      'continue',
      'labelSelector',
      'fieldSelector',
      'resourceVersion',
      'timeoutSeconds',
      'dryRun',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(segment, { maxLength: 7 }),
        fc.array(fc.tuple(key, fc.string({ maxLength: 8 })), { maxLength: 3 }),
        async (segments, query) => {
          const text = new URLSearchParams([...query.filter(([name]) => name !== 'watch'), ['timeoutSeconds', '1']]).toString();
          expect(isClear(await embedded.api.ask('GET', `/${segments.join('/')}?${text}`)) || segments.includes('proxy')).toBe(true);
        },
      ),
      { numRuns: 80 },
    );
  });

  it('a body that is too large, whether it says so or not', async () => {
    const large = { metadata: { name: 'large' }, data: { a: 'x'.repeat(3 * 1024 * 1024) } };
    await expect(embedded.api.ask('POST', at, { body: large })).resolves.toMatchObject({
      code: 413,
      body: { reason: 'RequestEntityTooLarge', message: 'Request entity too large: limit is 3145728' },
    });
    const open = await socket();
    open.write(head('POST', at, 'transfer-encoding: chunked\r\ncontent-type: application/json\r\n'));
    const chunk = Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(0x100000, 0x20), Buffer.from('\r\n')]);
    open.on('error', () => undefined); // the server need not read what it will not take
    for (let sent = 0; sent < 4; sent += 1) open.write(chunk);
    const [answer] = (await once(open, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 413 /);
    open.destroy();
  });

  it.each([
    ['whose length is told', 'content-length: 2', '{}'],
    ['in chunks', 'transfer-encoding: chunked', '2\r\n{}\r\n0\r\n\r\n'],
  ])('a body %s that is sent after it was refused', async (_, header, body) => {
    const open = await socket();
    open.write(head('POST', '/api/v1/nothing', `${header}\r\ncontent-type: application/json\r\n`));
    const [refused] = (await once(open, 'data')) as [Buffer];
    expect(refused.toString()).toMatch(/^HTTP\/1\.1 404 /);
    open.write(`${body}${head('GET', '/readyz', '')}`);
    const [next] = (await once(open, 'data')) as [Buffer];
    expect(next.toString()).toMatch(/^HTTP\/1\.1 200 /);
    open.destroy();
  });

  it('a body without end that is sent after it was refused', async () => {
    const open = await socket();
    open.on('error', () => undefined);
    const closed = new Promise((resolve) => open.once('close', resolve));
    open.write(head('POST', '/api/v1/nothing', 'transfer-encoding: chunked\r\ncontent-type: application/json\r\n'));
    await once(open, 'data');
    const chunk = `${(16_384).toString(16)}\r\n${'x'.repeat(16_384)}\r\n`;
    const more = (): void => {
      while (!open.destroyed && open.write(chunk));
    };
    open.on('drain', more);
    more();
    await closed;
  });

  it('a client that goes away in the middle of its body', async () => {
    const open = await socket();
    open.write(head('POST', at, 'content-length: 100\r\ncontent-type: application/json\r\n') + '{"metadata"');
    open.destroy();
    await expect(embedded.api.ask('GET', '/readyz')).resolves.toMatchObject({ code: 200 });
  });

  it('a client that stops reading: it is cut off, and nobody else waits for it', async () => {
    await embedded.api.ask('POST', at, { body: configMap('busy') });
    const deaf = await socket();
    deaf.pause();
    deaf.write(head('GET', `${at}?watch=true`));
    const closed = once(deaf, 'close');
    const before = process.memoryUsage().arrayBuffers;
    for (let turn = 0; turn < 400; turn += 1)
      await embedded.api.ask('PATCH', `${at}/busy`, { ...MERGE, body: { data: { a: `${turn}`.padEnd(20_000, 'x') } } });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1024 * 1024);
    deaf.resume(); // what is buffered below us is read, and then comes the end
    await closed;
    await expect(embedded.api.ask('GET', `${at}/busy`)).resolves.toMatchObject({ code: 200 });
  });

  it('2,000 watches, each of which is told', async () => {
    await embedded.api.ask('POST', at, { body: configMap('famous') });
    const path = `${at}?watch=true&fieldSelector=metadata.name%3Dfamous`;
    const watch = async (): Promise<Socket> => {
      const open = await plainSocket();
      open.write(head('GET', path));
      await heard(open, '"type":"ADDED"');
      return open;
    };
    const watches: Socket[] = [];
    while (watches.length < 2_000) watches.push(...(await Promise.all(Array.from({ length: 50 }, watch))));
    const told = Promise.all(watches.map((open) => heard(open, '"type":"MODIFIED"')));
    await embedded.api.ask('PATCH', `${at}/famous`, { ...MERGE, body: { data: { a: '1' } } });
    await told;
    for (const open of watches) open.destroy();
    await expect(embedded.api.ask('GET', '/readyz')).resolves.toMatchObject({ code: 200 });
  }, 240_000);

  it('has no defect in any of this', () => expect(defects).toEqual([]));
});
