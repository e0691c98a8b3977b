import { Duplex } from 'node:stream';
import { errors, interceptors, WebSocket, type Dispatcher } from 'undici';
import type { Access, Pass } from '../access/access.ts';
import { ApiError } from '../errors/api-error.ts';
import type { RequestOptions } from './client.ts';
import { onAbort } from '../../ground/time/abort.ts';
import type { Clock } from '../../ground/time/clock.ts';
import { connectionError } from '../errors/connection-error.ts';
import { createDeadline } from '../../ground/time/deadline.ts';
import { objectPath } from './path.ts';
import { pods } from '../objects/built-in.ts';
import { keyOfName, type ObjectName } from '../objects/resource.ts';
import { errorOfStatus } from '../errors/status.ts';
import { withPass } from '../access/with-pass.ts';

/** Each message begins with the number of its channel; the first of each channel is the port, in two bytes. */
const PROTOCOL = 'v4.channel.k8s.io';
const [DATA, ERROR] = [0, 1];
const PORT_BYTES = 2;
const DEADLINE_MS = 30_000;

export interface ForwardContext {
  readonly access: Access;
  readonly clock: Clock;
  readonly userAgent: string;
}

/**
 * A connection to a port of a pod, by way of the API server and the pod's kubelet, as `kubectl port-forward` makes one:
 * network policies have no say in it. It takes the rights `get` and `create` of pods/portforward. What is not read as
 * fast as it comes is held in memory.
 */
export async function forwardPort(
  { access, clock, userAgent }: ForwardContext,
  pod: ObjectName,
  port: number,
  { signal, timeoutMs = DEADLINE_MS }: RequestOptions = {},
): Promise<Duplex> {
  const attempt = `forward port ${port} of pod ${keyOfName(pod)}`;
  const late = (): ApiError => new ApiError('timeout', `could not ${attempt}: there was no answer within ${timeoutMs / 1_000} s`);
  const deadline = createDeadline(clock, timeoutMs, late, signal);
  try {
    return await withPass(access, 'stream', (pass) =>
      open(pass, `${objectPath(pods, pod, 'portforward')}?ports=${port}`, { attempt, userAgent, signal: deadline.signal }),
    );
  } finally {
    deadline.end();
  }
}

interface Opening {
  readonly attempt: string;
  readonly userAgent: string;
  readonly signal: AbortSignal;
}

function open(pass: Pass, path: string, { attempt, userAgent, signal }: Opening): Promise<Duplex> {
  signal.throwIfAborted();
  const server = new URL(pass.server);
  const heard: Heard = {};
  const dispatcher = pass.dispatcher.compose(
    interceptors.responseError(),
    overhearing(heard, { 'user-agent': userAgent, ...pass.headers }),
  );
  const socket = new WebSocket(`${server.origin.replace(/^http/, 'ws')}${server.pathname.replace(/\/$/, '')}${path}`, {
    protocols: [PROTOCOL],
    dispatcher,
  });
  const stream = streamOf(socket, heard, attempt);
  return new Promise((resolve, reject) => {
    const forget = onAbort(signal, () => {
      reject(signal.reason as Error);
      stream.destroy();
    });
    socket.addEventListener('open', () => {
      forget();
      resolve(stream);
    });
    socket.addEventListener('close', () => {
      forget();
      reject(refusal(heard.error, attempt, server.origin));
    });
  });
}

/** undici's WebSocket does not say why it did not open, and joins headers of the same name: its request is listened to. */
interface Heard {
  error?: Error;
  socket?: Duplex;
}

const overhearing =
  (heard: Heard, headers: Pass['headers']): Dispatcher.DispatcherComposeInterceptor =>
  (dispatch) =>
  (options, handler) =>
    dispatch(
      { ...options, headers: { ...(options.headers as Record<string, string>), ...headers } },
      {
        onRequestStart: (...told) => handler.onRequestStart?.(...told),
        onRequestUpgrade: (controller, status, answered, socket) => {
          heard.socket = socket;
          handler.onRequestUpgrade?.(controller, status, answered, socket);
        },
        onResponseStart: (...told) => handler.onResponseStart?.(...told),
        onResponseData: (...told) => handler.onResponseData?.(...told),
        onResponseEnd: (...told) => handler.onResponseEnd?.(...told),
        onResponseError: (controller, error) => {
          heard.error = error;
          handler.onResponseError?.(controller, error);
        },
      },
    );

function refusal(error: Error | undefined, attempt: string, server: string): ApiError {
  if (error instanceof errors.ResponseError) return errorOfStatus(attempt, error.body, { status: error.statusCode });
  if (error !== undefined) return connectionError(error, { attempt, server, writes: false });
  return new ApiError('unsupported', `could not ${attempt}: ${server} does not forward ports over WebSockets (${PROTOCOL})`);
}

/** The data of the one port as a stream. What the kubelet says on the other channel ends it: the pod could not be reached. */
function streamOf(socket: WebSocket, heard: Heard, attempt: string): Duplex {
  const stream = new Duplex({
    allowHalfOpen: false,
    read: () => undefined, // it comes when it comes
    write: (chunk: Buffer, _, done) => {
      socket.send(Buffer.concat([Buffer.of(DATA), chunk]));
      done();
    },
    destroy: (error, done) => {
      socket.close();
      // Nobody waits for the other side's farewell.
      if (heard.socket !== undefined && 'unref' in heard.socket) (heard.socket.unref as () => void)();
      done(error);
    },
  });
  const skip = [PORT_BYTES, PORT_BYTES];
  socket.binaryType = 'arraybuffer';
  socket.addEventListener('message', ({ data }) => {
    const bytes = Buffer.from(data as ArrayBuffer);
    const channel = bytes[0] ?? DATA;
    const rest = bytes.subarray(1 + (skip[channel] ?? 0));
    skip[channel] = Math.max(0, (skip[channel] ?? 0) - (bytes.length - 1));
    if (rest.length === 0 || stream.destroyed) return;
    if (channel === ERROR) stream.destroy(new ApiError('unreachable', `could not ${attempt}: ${rest.toString('utf8')}`));
    else if (channel === DATA) stream.push(rest);
  });
  socket.addEventListener('close', () => stream.push(null));
  return stream;
}
