import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { User } from '../../../kube/access/kubeconfig.ts';
import { connectSign } from '../../../worker/sign/write-annotations.ts';

interface Heard {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let server: Server;
let heard: Heard[];
let answer: { readonly status?: number; readonly headers?: Record<string, string>; readonly body?: string } | 'nothing';
let folder: string;
const connections = new Set<unknown>();

beforeEach(async () => {
  [heard, answer] = [[], {}];
  connections.clear();
  folder = mkdtempSync(join(tmpdir(), 'civ-sign-'));
  server = createServer((request, response) => {
    let body = '';
    request
      .on('data', (chunk) => (body += String(chunk)))
      .on('end', () => {
        connections.add(request.socket);
        heard.push({ method: request.method, url: request.url, headers: request.headers, body });
        if (answer !== 'nothing') response.writeHead(answer.status ?? 200, answer.headers).end(answer.body ?? '{"kind":"Pod"}');
      });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
  rmSync(folder, { recursive: true });
});

const connect = (user: User = {}, deadlineMs?: number) =>
  connectSign(
    { name: 'c', namespace: 'n', cluster: { server: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }, user },
    { name: 'wood-1', namespace: 'kingdom-of-a' },
    deadlineMs,
  );
const never = new AbortController().signal;

describe('a sign that is written', () => {
  it('is a merge patch of the own pod, over one connection', async () => {
    const write = await connect({ token: 't' });
    expect([await write({ a: '1', b: null }, never), await write({ a: '2' }, never)]).toEqual([{ is: 'written' }, { is: 'written' }]);
    const [first] = heard;
    expect([first?.method, first?.url, first?.body]).toEqual([
      'PATCH',
      '/api/v1/namespaces/kingdom-of-a/pods/wood-1?fieldManager=civ-worker',
      '{"metadata":{"annotations":{"a":"1","b":null}}}',
    ]);
    expect([first?.headers['content-type'], first?.headers.authorization, connections.size]).toEqual([
      'application/merge-patch+json',
      'Bearer t',
      1,
    ]);
  });

  it('bears the newest token', async () => {
    const tokenFile = join(folder, 'token');
    writeFileSync(tokenFile, 'old\n');
    const write = await connect({ tokenFile });
    await write({ a: '1' }, never);
    writeFileSync(tokenFile, 'new\n');
    await write({ a: '2' }, never);
    expect(heard.map(({ headers }) => headers.authorization)).toEqual(['Bearer old', 'Bearer new']);
  });

  it('says why it was refused, and when to come again', async () => {
    const write = await connect();
    answer = { status: 429, headers: { 'retry-after': '3' }, body: '{"kind":"Status","message":"too many requests"}' };
    expect(await write({ a: '1' }, never)).toEqual({ is: 'refused', status: 429, why: '429 too many requests', retryAfterMs: 3_000 });
    answer = { status: 403, body: '{"message": "pods \\"x\\" is forbidden"}' };
    expect(await write({ a: '1' }, never)).toEqual({
      is: 'refused',
      status: 403,
      why: '403 pods \\"x\\" is forbidden',
      retryAfterMs: undefined,
    });
  });

  it('says that it reached nobody', async () => {
    answer = 'nothing';
    const write = await connect({}, 100);
    expect(await write({ a: '1' }, never)).toEqual({
      is: 'unreached',
      why: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+: Error: no answer within 100 ms$/),
    });
    const gone = await connect({ tokenFile: join(folder, 'none') });
    expect(await gone({ a: '1' }, never)).toEqual({ is: 'unreached', why: expect.stringContaining('ENOENT') });
  });

  it('cannot be had with credentials that it does not understand', () =>
    expect(connect({ exec: { command: 'login' } })).rejects.toThrow(
      'the sign can use a token or a client certificate, and the kubeconfig gives neither',
    ));
});
