import type { Duplex } from 'node:stream';
import { framesOf, goAwayFrame, replyFrame, RESET, resetFrame, type SpdyFrame } from './frames.ts';
import { createHeaderReader, noHeaders } from './headers.ts';
import { createStream, type SpdyStream, type StreamEnd } from './stream.ts';

/** A client of one connection has no use for more at a time. */
const MAX_STREAMS = 1_000;

/** What a server does with the streams that its client opens. */
export interface SpdyServer {
  /** A stream of other headers is reset. */
  accepts(headers: SpdyStream['headers']): boolean;
  /** Told of each stream once the client knows that it is open. */
  onStream(stream: SpdyStream): void;
}

/**
 * The server's side of SPDY/3.1, as far as Kubernetes' clients speak it (docs/decisions/0036): the client opens streams, and
 * windows are not counted, as spdystream does not. A stream that is not read holds up the whole connection, and
 * nothing piles up. Resolves when the connection is over, however it ends.
 */
export async function serveSpdy(transport: Duplex, server: SpdyServer): Promise<void> {
  const streams = new Map<number, StreamEnd>();
  const readHeaders = createHeaderReader();
  let last = 0;
  const send = (frame: Buffer, done: () => void = () => undefined): void => {
    if (transport.destroyed || transport.writableEnded) return done();
    transport.write(frame, () => done());
  };
  const open = (frame: Extract<SpdyFrame, { is: 'open' }>): void => {
    const headers = readHeaders(frame.headers);
    if (streams.size >= MAX_STREAMS || streams.has(frame.stream)) return send(resetFrame(frame.stream, RESET.refused));
    if (!server.accepts(headers)) return send(resetFrame(frame.stream, RESET.protocol));
    const end = createStream(frame.stream, headers, send);
    streams.set(frame.stream, end);
    end.stream.on('error', () => end.stream.destroy());
    end.stream.once('close', () => streams.delete(frame.stream));
    send(replyFrame(frame.stream, noHeaders(last === 0)));
    last = frame.stream;
    if (frame.isLast) void end.take(Buffer.alloc(0), true);
    server.onStream(end.stream);
  };
  const obey = async (frame: SpdyFrame): Promise<void> => {
    switch (frame.is) {
      case 'open':
        return open(frame);
      case 'data':
        return streams.get(frame.stream)?.take(frame.bytes, frame.isLast);
      case 'headers':
        readHeaders(frame.headers); // the blocks after it are compressed with it
        return;
      case 'reset':
        return streams.get(frame.stream)?.reset();
      case 'ping':
        return send(frame.bytes);
      case 'other':
        return;
    }
  };
  const closeAll = () => {
    for (const { reset } of streams.values()) reset();
  };
  transport.on('error', () => transport.destroy());
  transport.once('close', closeAll); // also while a stream is not read
  try {
    for await (const frame of framesOf(transport.iterator({ destroyOnReturn: false }))) await obey(frame);
  } catch {
    send(goAwayFrame(last)); // what came is not SPDY, or the client is gone
  }
  closeAll();
  transport.end(() => transport.destroy());
}
