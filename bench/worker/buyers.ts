import { connect } from 'node:net';
import { once } from 'node:events';

export interface Bought {
  readonly sales: number;
  readonly seconds: number;
  /** In ms, each sale's. */
  readonly latencies: readonly number[];
}

const BUYER = 'b'.repeat(24);

/**
 * Buys with a fresh key each over so many connections, one sale at a time on each.
 * Plain sockets: what measures must not be what is slow.
 */
export async function buyFor(port: number, connections: number, ms: number): Promise<Bought> {
  const latencies: number[] = [];
  const began = performance.now();
  const until = began + ms;
  await Promise.all(Array.from({ length: connections }, (_, buyer) => buyOver(port, `${process.pid}-${began}-${buyer}`, until, latencies)));
  return { sales: latencies.length, seconds: (performance.now() - began) / 1_000, latencies };
}

async function buyOver(port: number, name: string, until: number, latencies: number[]): Promise<void> {
  const socket = connect(port, '127.0.0.1').setNoDelay(true);
  await once(socket, 'connect');
  const body = '{"item":"wood","quantity":1}';
  let [sent, number, answer] = [0, 0, ''];
  const send = () => {
    sent = performance.now();
    number += 1;
    socket.write(
      `POST /sell HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\nCiv-From: ${BUYER}\r\nIdempotency-Key: ${name}-${number}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
  };
  socket.on('data', (chunk: Buffer) => {
    answer += chunk.toString('latin1');
    if (!answer.endsWith('}')) return;
    if (!answer.endsWith('{"sold":1}')) throw new Error(`no sale: ${answer}`);
    answer = '';
    latencies.push(performance.now() - sent);
    if (performance.now() < until) send();
    else socket.end();
  });
  send();
  await once(socket, 'close');
}
