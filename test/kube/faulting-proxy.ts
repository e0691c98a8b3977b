import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A TCP proxy on loopback that does to connections what networks do. */
export interface FaultingProxy {
  readonly port: number;
  /** How many connections stand. */
  readonly open: number;
  /** Resets every connection that stands; new ones are served. */
  reset(): void;
  /**
   * Lets `bytes` more through to each client, of the connections that stand and of new ones, then closes it. Under TLS give
   * it 20,000 at least: the handshake, and a whole record, of which no part can be read.
   */
  cutAfter(bytes: number): void;
  /** Half-open: nothing goes through any more in either direction, and nobody is told. Until `heal`, so are new connections. */
  freeze(): void;
  /** The same for what the server answers only: what is asked still arrives. */
  loseAnswers(): void;
  /** Each piece of an answer comes so much later, on all connections. */
  delayAnswers(ms: number): void;
  /** Resets every connection and refuses new ones, until `heal`. */
  cutOff(): void;
  /** Ends every fault. What was frozen stays so: it is the network's memory that is lost, and new connections are well. */
  heal(): void;
  stop(): Promise<void>;
}

interface Line {
  readonly client: Socket;
  readonly server: Socket;
  state: 'open' | 'frozen' | 'no answers' | 'ended';
  /** Bytes that may still go to the client. */
  left: number;
}

export async function startFaultingProxy(target: { readonly host?: string; readonly port: number }): Promise<FaultingProxy> {
  const lines = new Set<Line>();
  const timers = new Set<NodeJS.Timeout>();
  let [limit, delayMs, refusing] = [Infinity, 0, false];
  let state: Line['state'] = 'open';

  const end = (line: Line): void => {
    lines.delete(line);
    line.client.resetAndDestroy();
    line.server.destroy();
  };
  const answer = (line: Line, bytes: Buffer): void => {
    if (line.state !== 'open') return;
    const piece = bytes.subarray(0, line.left);
    line.left -= piece.length;
    if (line.left > 0) line.client.write(piece);
    else {
      lines.delete(line);
      line.state = 'ended';
      line.client.end(piece); // and not by a reset, which may take away what was not read yet
      line.server.destroy();
    }
  };
  const later = (action: () => void): void => {
    if (delayMs === 0) return action();
    const timer = setTimeout(() => {
      timers.delete(timer);
      action();
    }, delayMs);
    timers.add(timer);
  };
  const listener = createServer((client) => {
    client.on('error', () => undefined); // the other side learns of it by the close
    if (refusing) {
      client.resetAndDestroy();
      return;
    }
    const server = connect(target.port, target.host ?? '127.0.0.1');
    server.on('error', () => undefined);
    const line: Line = { client, server, state, left: limit };
    lines.add(line);
    client.on('data', (bytes) => line.state !== 'frozen' && server.write(bytes));
    server.on('data', (bytes) => later(() => answer(line, bytes)));
    client.on('close', () => later(() => line.state !== 'frozen' && end(line)));
    server.on('close', () => later(() => line.state === 'open' && end(line)));
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const become = (next: Line['state']): void => {
    state = next;
    for (const line of lines) line.state = next;
  };
  const reset = (): void => lines.forEach(end);
  return {
    port: address.port,
    get open() {
      return lines.size;
    },
    reset,
    cutAfter: (bytes) => {
      limit = bytes;
      for (const line of lines) line.left = bytes;
    },
    freeze: () => become('frozen'),
    loseAnswers: () => become('no answers'),
    delayAnswers: (ms) => (delayMs = ms),
    cutOff: () => {
      refusing = true;
      reset();
    },
    heal: () => {
      [limit, delayMs, refusing, state] = [Infinity, 0, false, 'open'];
      for (const line of lines) line.left = Infinity;
    },
    stop: async () => {
      for (const timer of timers) clearTimeout(timer);
      reset();
      listener.close();
      await once(listener, 'close');
    },
  };
}
