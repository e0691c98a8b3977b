import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import type { StoredObject } from '../../contracts/kube-object.ts';
import type { NodeHooks } from '../../contracts/node-hooks.ts';
import { forwardingProblem } from './forwarding-problem.ts';
import { serveSpdy } from './spdy/connection.ts';
import type { SpdyStream } from './spdy/stream.ts';

/** Of one connection that the client forwards: its data, and what went wrong with it. */
interface StreamPair {
  readonly data?: SpdyStream;
  readonly error?: SpdyStream;
}

const portIn = (headers: SpdyStream['headers']): number => {
  const text = headers.get('port') ?? '';
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : 0;
};

const kindIn = (headers: SpdyStream['headers']): keyof StreamPair | undefined => {
  const kind = headers.get('streamtype');
  return kind === 'data' || kind === 'error' ? kind : undefined;
};

/** Forwards ports as kubectl asks for them: for each connection two streams of SPDY, which name their port. */
export async function forwardOverSpdy(transport: Duplex, pod: StoredObject, nodes: NodeHooks): Promise<void> {
  const halves = new Map<string, StreamPair>();
  await serveSpdy(transport, {
    accepts: (headers) => portIn(headers) > 0 && kindIn(headers) !== undefined,
    onStream(stream) {
      const id = stream.headers.get('requestid') ?? '';
      const kind = kindIn(stream.headers) ?? 'data';
      const { data, error }: StreamPair = { ...halves.get(id), [kind]: stream };
      if (data === undefined || error === undefined) {
        halves.set(id, { data, error });
        stream.once('close', () => halves.delete(id)); // it never found its other half
        return;
      }
      halves.delete(id);
      const port = portIn(data.headers);
      carry({ data, error }, port, nodes.address(pod, port), pod);
    },
  });
}

/** Bytes to and fro, each way until its sender has no more; both streams end when the pod does. */
function carry(
  { data, error }: Required<StreamPair>,
  port: number,
  address: { readonly host: string; readonly port: number } | undefined,
  pod: StoredObject,
): void {
  error.resume(); // the client ends it without a word
  const over = (why?: string) => {
    if (!error.writableEnded) error.end(why === undefined ? '' : forwardingProblem(pod, port, why));
    if (!data.writableEnded) data.end();
  };
  if (address === undefined) {
    data.resume();
    return over(`it does not listen on port ${port}`);
  }
  const socket = connect({ ...address, allowHalfOpen: true });
  data.pipe(socket);
  socket.pipe(data, { end: false });
  socket.once('error', (failure) => over(failure.message));
  socket.once('end', () => over());
  socket.once('close', () => data.resume());
  data.once('close', () => socket.destroy());
}
