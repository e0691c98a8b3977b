import { Readable, Writable, type Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { CommandWish } from './command-wish.ts';
import { serveSpdy } from './spdy/connection.ts';
import type { SpdyStream } from './spdy/stream.ts';

/** What goes between a client and a process; each is there if the client has asked for it. */
export interface CommandChannels {
  readonly stdin?: Readable;
  readonly stdout?: Writable;
  readonly stderr?: Writable;
  /** How it ended, in the end. */
  readonly error: Writable;
  /** Sizes of the client's terminal, as JSON. */
  readonly resize?: Readable;
  /** Ends the connection when all that was written has been sent. */
  close(): void;
  /** Told when the client is gone. */
  onGone(listener: () => void): void;
}

const NUMBER = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4 } as const;
/** Followed by the number of the channel that has ended. */
const ENDED = 255;

/** Each message is of the channel that its first byte names. */
export function channelsOfWebSocket(client: WebSocket, wish: CommandWish): CommandChannels {
  const toClient = (channel: number) =>
    new Writable({ write: (chunk: Buffer, _, done) => client.send(Buffer.concat([Buffer.of(channel), chunk]), () => done()) });
  const fromClient = () => new Readable({ read: () => client.resume() });
  const [stdin, resize] = [fromClient(), fromClient()];
  client.on('message', (data: Buffer) => {
    const [channel, ended] = data;
    if (channel === ENDED && ended === NUMBER.stdin) stdin.push(null);
    const into = channel === NUMBER.stdin ? stdin : channel === NUMBER.resize ? resize : undefined;
    if (into === undefined || into.destroyed || into.readableEnded || data.length === 1) return;
    if (!into.push(data.subarray(1))) client.pause(); // until it is read
  });
  client.once('close', () => [stdin, resize].forEach((stream) => void stream.destroy()));
  if (!wish.stdin) stdin.resume();
  if (!wish.tty) resize.resume();
  return {
    ...(wish.stdin ? { stdin } : {}),
    ...(wish.stdout ? { stdout: toClient(NUMBER.stdout) } : {}),
    ...(wish.stderr ? { stderr: toClient(NUMBER.stderr) } : {}),
    ...(wish.tty ? { resize } : {}),
    error: toClient(NUMBER.error),
    close: () => client.close(1000),
    onGone: (listener) => void client.once('close', listener),
  };
}

/** Each is a stream of SPDY; resolves when the client has opened all that it asked for, undefined where it goes before. */
export function channelsOfSpdy(transport: Duplex, wish: CommandWish): Promise<CommandChannels | undefined> {
  const wanted = (['stdin', 'stdout', 'stderr'] as const).filter((kind) => wish[kind]);
  const awaited = new Set<string>(['error', ...wanted, ...(wish.tty ? ['resize'] : [])]);
  const streams = new Map<string, SpdyStream>();
  return new Promise((resolve) => {
    const over = serveSpdy(transport, {
      accepts: (headers) => awaited.has(headers.get('streamtype') ?? '') && !streams.has(headers.get('streamtype') ?? ''),
      onStream(stream) {
        streams.set(stream.headers.get('streamtype') ?? '', stream);
        const error = streams.get('error');
        if (streams.size < awaited.size || error === undefined) return;
        for (const each of [error, streams.get('stdout'), streams.get('stderr')]) each?.resume(); // the client writes nothing there
        resolve({
          stdin: streams.get('stdin'),
          stdout: streams.get('stdout'),
          stderr: streams.get('stderr'),
          resize: streams.get('resize'),
          error,
          close: () => transport.end(),
          onGone: (listener) => void over.then(listener),
        });
      },
    });
    void over.then(() => resolve(undefined));
  });
}
