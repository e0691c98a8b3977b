import { afterEach, describe, expect, it } from '@jest/globals';
import http2, { type Http2Server, type ServerHttp2Session } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { createPubSubBus } from '../../../../events/buses/gcp/pubsub.ts';
import { createRenewed } from '../../../../events/buses/renewed.ts';
import { message, publishAll, publishOne } from '../messages.ts';

const ending = new Set<() => Promise<void>>();
afterEach(async () => {
  for (const end of ending) await end();
  ending.clear();
});

/** A server of gRPC that takes one token, and answers a code to all others. */
async function startServer() {
  const state = { token: 'token 1', refusal: 16, seen: [] as string[], sessions: new Set<ServerHttp2Session>() };
  const server: Http2Server = http2.createServer();
  server.on('session', (session) => void state.sessions.add(session));
  server.on('stream', (stream, { authorization = '' }) => {
    state.seen.push(authorization);
    const code = authorization === `Bearer ${state.token}` ? 0 : state.refusal;
    stream.resume();
    stream.on('end', () => {
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
      stream.on('wantTrailers', () =>
        stream.sendTrailers({ 'grpc-status': `${code}`, 'grpc-message': code === 0 ? '' : 'nicht f%C3%BCr dich' }),
      );
      stream.end(Buffer.alloc(5));
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  ending.add(async () => {
    for (const session of state.sessions) session.destroy();
    await new Promise<void>((resolve) => void server.close(() => resolve()));
  });
  return { state, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function openWith(tokens: () => string) {
  const { state, origin } = await startServer();
  const token = createRenewed(async () => ({ value: tokens(), endsAtMs: Date.now() + 3_600_000 }));
  const bus = createPubSubBus('projects/p/topics/t', { origin, token, close: async () => undefined }, { title: 'gcppubsub://p/t' });
  ending.add(() => bus.close());
  return { state, bus };
}

describe('gcppubsub:// that asks for rights', () => {
  it('waits while its rights are revoked, until they are restored', async () => {
    const { state, bus } = await openWith(() => 'token 1');
    expect(await publishOne(bus, message('1'))).toEqual({ how: 'confirmed' });
    Object.assign(state, { token: 'none', refusal: 7 });
    expect(await publishOne(bus, message('2'))).toEqual({ how: 'again', why: 'PERMISSION_DENIED: nicht für dich' });
    state.token = 'token 1';
    expect(await publishOne(bus, message('2'))).toEqual({ how: 'confirmed' });
  });

  it('fetches another token where one is not taken any more', async () => {
    let fetched = 0;
    const { state, bus } = await openWith(() => `token ${(fetched += 1)}`);
    await publishOne(bus, message('1'));
    state.token = 'token 2';
    expect(await publishOne(bus, message('2'))).toMatchObject({ how: 'again', why: expect.stringMatching(/^UNAUTHENTICATED/) });
    expect(await publishOne(bus, message('2'))).toEqual({ how: 'confirmed' });
    expect(state.seen).toEqual(['Bearer token 1', 'Bearer token 1', 'Bearer token 2']);
  });

  it('says why it has no token', async () => {
    const { bus } = await openWith(() => {
      throw new Error('no token from http://metadata.google.internal: HTTP 404');
    });
    expect(await publishOne(bus, message('1'))).toEqual({ how: 'again', why: 'no token from http://metadata.google.internal: HTTP 404' });
  });

  it('opens another session after the server has ended the one that there was', async () => {
    const { state, bus } = await openWith(() => 'token 1');
    await publishOne(bus, message('1'));
    for (const session of state.sessions) session.goaway(http2.constants.NGHTTP2_NO_ERROR);
    expect(await publishAll(bus, [message('2')])).toEqual([]);
    expect(state.sessions.size).toBe(2);
  });
});
