import { Duplex } from 'node:stream';
import { dataFrame, RESET, resetFrame } from './frames.ts';

/** One of the streams of a connection. It can be ended on either side alone; destroyed, it is reset. */
export interface SpdyStream extends Duplex {
  readonly headers: ReadonlyMap<string, string>;
}

/** The connection's end of a stream: how it hands on what comes. */
export interface StreamEnd {
  readonly stream: SpdyStream;
  /** Resolves when there is room for more. */
  take(bytes: Buffer, isLast: boolean): Promise<void>;
  /** The other side wants no more of it. */
  reset(): void;
}

type Send = (frame: Buffer, done: () => void) => void;

export function createStream(id: number, headers: ReadonlyMap<string, string>, send: Send): StreamEnd {
  let roomFor: (() => void) | undefined;
  let isReset = false;
  const makeRoom = () => {
    roomFor?.();
    roomFor = undefined;
  };
  const duplex = new Duplex({
    allowHalfOpen: true,
    read: makeRoom,
    write: (chunk: Buffer, _, done) => send(dataFrame(id, chunk), done),
    final: (done) => send(dataFrame(id, Buffer.alloc(0), true), done),
    destroy: (_, done) => {
      makeRoom();
      if (!isReset && !(duplex.writableFinished && duplex.readableEnded)) send(resetFrame(id, RESET.cancelled), () => undefined);
      done(null);
    },
  });
  return {
    stream: Object.assign(duplex, { headers }),
    async take(bytes, isLast) {
      if (duplex.destroyed || duplex.readableEnded) return;
      const hasRoom = bytes.length === 0 || duplex.push(bytes);
      if (isLast) duplex.push(null);
      else if (!hasRoom)
        await new Promise<void>((resolve) => {
          roomFor = resolve;
        });
    },
    reset() {
      isReset = true;
      duplex.destroy();
    },
  };
}
