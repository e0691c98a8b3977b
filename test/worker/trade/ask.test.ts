import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createAsk } from '../../../worker/trade/ask.ts';

let server: Server;
let behave: (socket: Socket, request: string) => void;
let connections: Socket[];
const never = new AbortController().signal;
const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nCiv-Books: b\r\n\r\n{}';

beforeEach(async () => {
  connections = [];
  server = createServer((socket) => {
    connections.push(socket);
    socket.on('error', () => undefined).on('data', (chunk) => behave(socket, String(chunk)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  for (const socket of connections) socket.destroy();
  server.close();
  await once(server, 'close');
});
const url = (path = '/inventory') => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;

describe('a question to another shop', () => {
  it('is asked in full, each over a connection of its own', async () => {
    const heard: string[] = [];
    behave = (socket, request) => {
      heard.push(request);
      socket.write(ok);
    };
    const ask = createAsk();
    const question = { url: url('/sell'), method: 'POST', headers: { 'civ-for': 'b' }, body: '{"item":"wood"}' } as const;
    expect([await ask(question, never), await ask(question, never)]).toEqual(
      Array.from({ length: 2 }, () => ({
        is: 'answered',
        status: 200,
        headers: expect.objectContaining({ 'civ-books': 'b' }),
        body: '{}',
      })),
    );
    expect(connections).toHaveLength(2);
    expect(heard[0]).toMatch(
      /^POST \/sell HTTP\/1\.1\r\n(?=.*civ-for: b\r\n)(?=.*content-type: application\/json\r\n).*\r\n\r\n{"item":"wood"}$/s,
    );
  });

  it('that found no connection has reached nobody', async () => {
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const { port } = free.address() as AddressInfo;
    free.close();
    await once(free, 'close');
    const ask = createAsk();
    expect(await ask({ url: `http://127.0.0.1:${port}/` }, never)).toEqual({
      is: 'unreached',
      why: `GET http://127.0.0.1:${port}/: connect ECONNREFUSED 127.0.0.1:${port}`,
    });
    expect(await ask({ url: 'http://no-such-shop.invalid/' }, never)).toEqual({
      is: 'unreached',
      why: expect.stringContaining('getaddrinfo'),
    });
  });

  it.each([
    ['is closed upon', (socket: Socket) => socket.end(), 'socket hang up'],
    ['gets half a head', (socket: Socket) => socket.end('HTTP/1.1 200 O'), 'Parse Error|socket hang up'],
    [
      'gets half a body',
      (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"sol'),
      'the answer was cut off|aborted',
    ],
    [
      'gets no end',
      (socket: Socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{'),
      'no answer within 200 ms|the answer was cut off|aborted',
    ],
    ['gets nothing', () => undefined, 'no answer within 200 ms'],
    [
      'gets far too much',
      (socket: Socket) => socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\n${'x'.repeat(999_999)}`),
      'the answer is too long|cut off|aborted',
    ],
    ['gets no HTTP', (socket: Socket) => socket.end('hello\r\n\r\n'), 'Parse Error'],
  ] as const)('that %s may have been heard', async (_, behaviour, why) => {
    behave = behaviour;
    expect(await createAsk({ deadlineMs: 200 })({ url: url() }, never)).toEqual({ is: 'silent', why: expect.stringMatching(why) });
  });

  it('is cut short by the end of the shop', async () => {
    const stop = new AbortController();
    behave = () => stop.abort();
    const ask = createAsk();
    expect(await ask({ url: url() }, stop.signal)).toEqual({ is: 'silent', why: expect.stringContaining('the shop is closing') });
    expect(await ask({ url: url() }, stop.signal)).toEqual({ is: 'unreached', why: expect.stringContaining('the shop is closing') });
  });

  it('goes through the proxy of its environment, but for what is near', async () => {
    const heard: string[] = [];
    behave = (socket, request) => {
      heard.push(request.split('\r\n')[0] ?? '');
      socket.write(ok);
    };
    const ask = createAsk({ env: { HTTP_PROXY: url('/'), NO_PROXY: '127.0.0.1' } });
    await ask({ url: 'http://woodworker/inventory' }, never);
    await ask({ url: url('/books') }, never);
    expect(heard).toEqual(['GET http://woodworker/inventory HTTP/1.1', 'GET /books HTTP/1.1']);
  });
});
