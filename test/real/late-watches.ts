import { connect, constants, createServer, type ClientHttp2Session, type IncomingHttpHeaders } from 'node:http2';
import { pipeline, Transform } from 'node:stream';

/**
 * Stands between a kube-apiserver and its etcd, and passes on what etcd tells of changes some time later than it came. All by which the
 * server decides from what it watches (roles, namespaces, policies, webhooks, definitions) then lags behind what was written: what
 * happens now and then on a busy machine happens always.
 *
 * `node test/real/late-watches.ts PORT ETCD MILLISECONDS`
 */
const [port = '', etcd = '', late = ''] = process.argv.slice(2);
const WATCH = '/etcdserverpb.Watch/Watch';

let session: ClientHttp2Session | undefined;
function connected(): ClientHttp2Session {
  if (session === undefined || session.closed || session.destroyed) session = connect(etcd).on('error', () => undefined);
  return session;
}

const later = (ms: number): Transform =>
  new Transform({
    transform(chunk, _, done) {
      setTimeout(() => this.push(chunk), ms);
      done();
    },
    flush: (done) => void setTimeout(done, ms),
  });

const server = createServer();
server.on('sessionError', () => undefined);
server.on('stream', (stream, headers) => {
  const asked = connected().request(headers, { endStream: false });
  let trailers: IncomingHttpHeaders = {};
  asked.on('trailers', (sent) => (trailers = sent));
  stream.on('wantTrailers', () => stream.sendTrailers(trailers));
  asked.on('response', (answer, flags) => {
    if (stream.destroyed) return;
    const isOver = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
    stream.respond(answer, isOver ? { endStream: true } : { waitForTrailers: true });
    // Whoever goes away in the middle is told of no fault: the one at the other end goes as well.
    if (isOver) return;
    if (headers[':path'] === WATCH) pipeline(asked, later(Number(late)), stream, () => undefined);
    else pipeline(asked, stream, () => undefined);
  });
  asked.on('error', () => stream.close(constants.NGHTTP2_INTERNAL_ERROR));
  stream.on('error', () => undefined);
  stream.on('close', () => asked.close(constants.NGHTTP2_CANCEL));
  stream.pipe(asked);
});
server.listen(Number(port), '127.0.0.1');
