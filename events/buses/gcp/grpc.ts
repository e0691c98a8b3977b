import http2, { type ClientHttp2Session, type IncomingHttpHeaders } from 'node:http2';
import { writeWire, type WirePieces } from '../../../ground/protobuf/wire.ts';
import { onAbort } from '../../../ground/time/abort.ts';

/** What a method of gRPC answers instead of a message. */
export class GrpcError extends Error {
  override readonly name = 'GrpcError';
  readonly code: number;

  constructor(code: number, message: string) {
    super(`${CODES[code] ?? `gRPC ${code}`}: ${message}`);
    this.code = code;
  }
}

const CODES: Readonly<Record<number, string>> = {
  3: 'INVALID_ARGUMENT',
  4: 'DEADLINE_EXCEEDED',
  5: 'NOT_FOUND',
  7: 'PERMISSION_DENIED',
  8: 'RESOURCE_EXHAUSTED',
  9: 'FAILED_PRECONDITION',
  13: 'INTERNAL',
  14: 'UNAVAILABLE',
  16: 'UNAUTHENTICATED',
};

/** Flag and length before each message. */
const PREFIX_BYTES = 5;
/** What a session may hold of requests that have not left: by default a single large message would be too much. */
const MOST_MEGABYTES = 64;

interface GrpcCall {
  readonly method: string;
  readonly message: WirePieces;
  readonly authorization?: string | undefined;
}

/** One session of HTTP/2, over which methods are called side by side. */
export interface GrpcConnection {
  /** The encoded answer; rejects with GrpcError, or where the session ends. */
  call(call: GrpcCall, signal?: AbortSignal): Promise<Uint8Array>;
  /** What has not left yet never does. */
  cut(): void;
}

export async function connectGrpc(origin: string, lost: (why: string) => void, signal: AbortSignal): Promise<GrpcConnection> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let [why, isLeaving, underWay] = ['the server has closed the connection', false, 0];
  const session = http2.connect(origin, { maxSessionMemory: MOST_MEGABYTES }, () => resolve());
  session.on('error', (error) => (why = error.message));
  session.on('close', () => {
    reject(new Error(why));
    lost(why);
  });
  /** Takes no new calls, but still answers what is under way: so a server does before it ends a connection. */
  const leave = (): void => {
    isLeaving = true;
    if (underWay === 0) lost(why);
  };
  session.on('goaway', leave);
  const forget = onAbort(signal, () => session.destroy());
  await promise.finally(forget);
  return {
    async call(call, stop) {
      underWay += 1;
      try {
        return await callOn(session, call, stop);
      } finally {
        underWay -= 1;
        if (isLeaving) leave();
      }
    },
    cut: () => session.destroy(),
  };
}

async function callOn(
  session: ClientHttp2Session,
  { method, message, authorization }: GrpcCall,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const stream = session.request({
    ':method': 'POST',
    ':path': method,
    'content-type': 'application/grpc',
    'user-agent': 'civ8s',
    te: 'trailers',
    ...(authorization === undefined ? {} : { authorization }),
  });
  const body = writeWire(message);
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.writeUInt32BE(body.length, 1);
  const forget = signal === undefined ? () => undefined : onAbort(signal, () => stream.destroy(new Error('no answer in time')));
  let last: IncomingHttpHeaders = {};
  const note = (headers: IncomingHttpHeaders): void => void (last = { ...last, ...headers });
  stream.on('response', note).on('trailers', note);
  stream.end(Buffer.concat([prefix, body]));
  try {
    const answer = Buffer.concat(await Array.fromAsync(stream as AsyncIterable<Buffer>));
    const code = last['grpc-status'];
    if (code === '0') return answer.subarray(PREFIX_BYTES);
    if (code === undefined) throw new Error(`an answer without a status of gRPC: HTTP ${String(last[':status'])}`);
    throw new GrpcError(Number(code), decodeURIComponent(String(last['grpc-message'] ?? '')));
  } finally {
    forget();
  }
}
